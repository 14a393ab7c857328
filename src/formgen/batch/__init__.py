"""Many at once: one table, one packet or sheet for each of its cases, every fault of every row told, each file once."""
