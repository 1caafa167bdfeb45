import time, pytest
from django.db import connection
from tests.accountability.chain import Chain
from tests.stage import City
@pytest.mark.django_db
def test_t():
    for f in ("concluded","opened_case"): pass
    t=time.time(); c=City(); print("city",time.time()-t)
    t=time.time(); ch=Chain(c); ch.concluded(); print("concluded",time.time()-t)
    from accountability import workflow
    t=time.time(); ch2=Chain(c,c.county); ch2.lettered(); print("lettered",time.time()-t)
