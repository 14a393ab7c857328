"""Mayan EDMS 4.12 as a receiver (its REST API of version 4)."""

from formgen.handover.receivers.mayan.api import Api, obtained_token
from formgen.handover.receivers.mayan.receiver import Mayan

__all__ = ["Api", "Mayan", "obtained_token"]
