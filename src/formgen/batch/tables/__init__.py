"""Workbooks and CSV files: read as cells, made empty with drop-downs, given back with what is wrong marked in them."""
