-- whose texts others have, most texts first
select publisher, copied_by, exact_copies, near_copies, exact_copies + near_copies as texts
from publisher_copies
order by texts desc, publisher, copied_by
