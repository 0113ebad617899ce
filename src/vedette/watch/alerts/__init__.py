"""Alerts: new incidents that hold to a filter go out as feed files, e-mail and signed calls of a webhook, once each."""
