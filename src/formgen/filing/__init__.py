"""One filing: profile + lead form + route + day, its plan, its sheets, its packet."""
