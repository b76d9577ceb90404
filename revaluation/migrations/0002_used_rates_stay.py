"""Lock the rates that a posted run used: neither changed nor deleted. Another one is entered for another day."""

from django.db import migrations

_LOCK = """
    CREATE FUNCTION public.arclose_used_rate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (NEW.rate_type_id, NEW.currency_id, NEW.rate_date, NEW.units_per_base)
            IS NOT DISTINCT FROM (OLD.rate_type_id, OLD.currency_id, OLD.rate_date, OLD.units_per_base) THEN
            RETURN NEW;
        END IF;
        IF EXISTS (
            SELECT 1 FROM public.revaluation_run r
            JOIN public.revaluation_runrate k ON k.run_id = r.id AND k.published IS NOT NULL
            JOIN public.ledger_company c ON c.id = r.company_id
            WHERE r.posting_id IS NOT NULL AND r.exchange_rate_type_id = OLD.rate_type_id
              AND OLD.currency_id IN (k.currency_id, c.accounting_currency_id)
              AND OLD.rate_date BETWEEN k.published AND r.rate_date
        ) THEN
            RAISE EXCEPTION 'arclose: the rate of % on % was used by a posted revaluation and stays',
                OLD.currency_id, OLD.rate_date USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER used_rate_stays BEFORE UPDATE OR DELETE ON public.ledger_exchangerate
        FOR EACH ROW EXECUTE FUNCTION public.arclose_used_rate_stays();
"""
_UNLOCK = """
    DROP TRIGGER used_rate_stays ON public.ledger_exchangerate;
    DROP FUNCTION public.arclose_used_rate_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("revaluation", "0001_runs")]

    operations = [migrations.RunSQL(_LOCK, _UNLOCK)]
