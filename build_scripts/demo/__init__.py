"""Reports for a site to be looked at, and to be measured with, before there are real ones: all of it is made up."""

from build_scripts.demo.reports import DemoReport, demo_reports

__all__ = ["DemoReport", "demo_reports"]
