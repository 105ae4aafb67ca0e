"""A dataset in, findings out: what is faulty, what is there twice, which labels are worth a listen.

``examine`` is the job; one file for each thing that is looked for.
"""
