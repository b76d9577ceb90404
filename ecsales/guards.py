"""What the database refuses of EC sales lists: what was submitted is whole, and stays as it was."""

from typing import Any

import pgtrigger


class ListKeepsDays(pgtrigger.Trigger):
    """A list keeps the registration and the days it was made for; with something declared it stays."""

    name = "list_keeps_days"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'DELETE' THEN
            IF EXISTS (SELECT 1 FROM public.ecsales_declaration WHERE sales_list_id = OLD.id) THEN
                RAISE EXCEPTION 'arclose: an EC sales list that was submitted stays'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF (NEW.company_id, NEW.registration_id, NEW.start_date, NEW.end_date)
           IS DISTINCT FROM (OLD.company_id, OLD.registration_id, OLD.start_date, OLD.end_date) THEN
            RAISE EXCEPTION 'arclose: an EC sales list keeps its registration and its days'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class ListStatusIsAudited(pgtrigger.Trigger):
    """At commit a list has the status that its last recorded change names, and something declared unless included."""

    name = "list_status_audited"
    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update
    timing = pgtrigger.Deferred
    func = """
        IF EXISTS (SELECT 1 FROM public.ecsales_saleslist l WHERE l.id = NEW.id AND l.status <> coalesce(
                (SELECT c.status_after FROM public.ecsales_listchange c WHERE c.sales_list_id = l.id
                 ORDER BY c.id DESC LIMIT 1), 'included')) THEN
            RAISE EXCEPTION 'arclose: the status of an EC sales list changed without a record of who and why'
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM public.ecsales_saleslist l WHERE l.id = NEW.id AND (l.status = 'included') = EXISTS (
                SELECT 1 FROM public.ecsales_declaration d WHERE d.sales_list_id = l.id AND NOT EXISTS (
                    SELECT 1 FROM public.ecsales_listchange c WHERE c.withdrawn_id = d.id))) THEN
            RAISE EXCEPTION 'arclose: an EC sales list is reported while something declared of it stands'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


class JoinsNewDeclaration(pgtrigger.Trigger):
    """Rows join a declaration only as many as it says it has: what was submitted takes no more."""

    level = pgtrigger.Statement
    name = "joins_new_declaration"
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_rows")

    def __init__(self, *, counted: str) -> None:
        """Say which column of the declaration counts these rows."""
        super().__init__()
        self.counted = counted

    def get_func(self, model: Any) -> str:
        """Count the rows of the table that the guard stands on."""
        table = model._meta.db_table
        return f"""
        IF EXISTS (
            SELECT 1 FROM (SELECT DISTINCT declaration_id FROM new_rows) made
            JOIN public.ecsales_declaration d ON d.id = made.declaration_id
            WHERE d.{self.counted} < (SELECT count(*) FROM public.{table} r WHERE r.declaration_id = d.id)
        ) THEN
            RAISE EXCEPTION 'arclose: the EC sales list was submitted, nothing joins it'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 (names of ours)


class DeclarationIsWhole(pgtrigger.Trigger):
    """At commit a declaration has the lines, files and rows that it says, and its list is reported."""

    name = "declaration_is_whole"
    when = pgtrigger.After
    operation = pgtrigger.Insert
    timing = pgtrigger.Deferred
    func = """
        IF (NEW.line_count, NEW.total_amount, NEW.purchase_amount) <> (
                SELECT count(*)::int, coalesce(sum(amount) FILTER (WHERE kind NOT LIKE 'purchased-%'), 0),
                    coalesce(sum(amount) FILTER (WHERE kind LIKE 'purchased-%'), 0)
                FROM public.ecsales_declaredline WHERE declaration_id = NEW.id)
           OR NEW.file_count <> (SELECT count(*) FROM public.ecsales_declaredfile WHERE declaration_id = NEW.id)
           OR (NEW.row_count, NEW.total_amount + NEW.purchase_amount, NEW.left_out_amount) <> (
                SELECT count(*)::int, coalesce(sum(amount) FILTER (WHERE reason = ''), 0),
                    coalesce(sum(amount) FILTER (WHERE reason <> ''), 0)
                FROM public.ecsales_declaredrow WHERE declaration_id = NEW.id) THEN
            RAISE EXCEPTION 'arclose: a submitted EC sales list has other lines, files or documents than it says'
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM public.ecsales_saleslist l WHERE l.id = NEW.sales_list_id AND l.status = 'included')
           AND NOT EXISTS (SELECT 1 FROM public.ecsales_listchange c WHERE c.withdrawn_id = NEW.id) THEN
            RAISE EXCEPTION 'arclose: an EC sales list is reported while something declared of it stands'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """
