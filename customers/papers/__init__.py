"""Documents on paper: what a customer, or the warehouse, is given as a PDF.

Owns what stands on an invoice, credit note, confirmation, picking list, packing slip and statement, in which language
and in which words of the law; the looks are typst layouts. Posts nothing and changes nothing.

    invoices.py, order_documents.py, statements.py      rows of a set of documents --> papers
    confirmed_charges.py                                what confirmations say is charged beside their lines
    letterhead.py   who writes to whom; names and addresses as they were when the document was posted
    wording.py      what the law wants to read beside a tax, payment terms in words
    versions.py     master data as it was
    writing.py      figures, days and texts as the reader writes them, without hidden characters
    paper.py        what stands on one document, as plain texts
    typesetting.py  a paper --> PDF, by the layout of its kind in layouts/
    printing.py     thousands of invoices into a folder, by several processes
    pro_forma.py    a paper of what is not posted
    runs.py         the documents of an update together, or pro forma
    printed_jobs.py what a job that posts prints, in parts
    print_jobs.py   jobs that print what was chosen on a list

A paper is a structure of plain texts. It reaches the layout as JSON, and a layout shows texts as they are: nothing of
what somebody typed is ever read as typst.
"""
