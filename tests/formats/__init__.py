"""Tests of the readers of other formats, and the reports that they are tried on."""
