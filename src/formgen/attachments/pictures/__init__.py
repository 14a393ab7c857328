"""Any JPEG, PNG or TIFF as pages, or as a picture to be set on a sheet."""
