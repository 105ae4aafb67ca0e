"""Pictures of leaks: a score that falls step by step, three slips beside their honest twins, a table told twice."""
