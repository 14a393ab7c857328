"""What viewers draw over a page, or leave out of it, made part of the page: fields, remarks, layers."""
