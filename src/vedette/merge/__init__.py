"""Events of many reports to incidents: what the desk believes, by judgements that can all be taken back."""
