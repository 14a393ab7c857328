"""Paperless-ngx from 3.0 as a receiver (its REST API of version 10)."""

from formgen.handover.receivers.paperless.receiver import ACCEPT, Paperless, upload_name

__all__ = ["ACCEPT", "Paperless", "upload_name"]
