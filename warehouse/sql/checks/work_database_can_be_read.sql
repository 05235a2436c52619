-- the work database can be read whole; a run that has it open looks for itself
select path, problem from damaged_databases
