-- every generation is as it was published, and no log of another program lies beside one
select path, problem from changed_files
