"""The command `jixiao`: everything that a person or a script does with the warehouse, from one prompt.

`app` names the commands and imports what one of them needs only when it runs. Each command has a module of its
own; what they show is made in `output` and `answers`.
"""
