"""Draws pages with ReportLab."""
