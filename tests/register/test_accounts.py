"""Accounts and posts: two hands for every right, one-time codes, corrections, the first administrator (§5.1, §5.4)."""
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from inspectorate.register import workflow
from inspectorate.register.models import Account, AccountState, Correction, OneTimeCode, Post, User
from inspectorate.register.rights import Refused, can
from inspectorate.register.states import ADMINISTRATORS
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from tests.register.conftest import PASSWORD, new_user, sign_in, verified

NEW = "Another-Sea-77"


@pytest.fixture
def newcomer(system_admin, office):
    return workflow.create_user(by=system_admin, username="newcomer", name="陈喆", organization=office)


@pytest.fixture
def asked(newcomer, security_admin, office):
    today = timezone.localdate()
    return workflow.open_post(
        newcomer, by=security_admin, role="school_group", organization=office, group="school", valid_from=today
    )


def set_password(code, password=NEW, client=None):
    data = {"code": code, "password": password, "again": password}
    return (client or Client()).post("/set-password/", data)


def test_new_account_gives_no_right_and_no_way_in(newcomer):
    assert newcomer.state == AccountState.INVITED
    assert not newcomer.user.has_usable_password()
    assert Post.objects.filter(user=newcomer.user).count() == 0
    assert Event.objects.of(newcomer).get().verb == "create_user"


@pytest.mark.parametrize("role", ["security_admin", "audit_admin", "director", "county_clerk", "school_group"])
def test_only_the_system_administrator_creates_accounts(hold, office, role):
    by = hold(role, "somebody")
    with pytest.raises(Refused):
        workflow.create_user(by=by, username="x-1", name="x", organization=office)
    assert not User.objects.filter(username="x-1").exists()


def test_accounts_are_created_in_ones_own_area_only(system_admin, other_office):
    with pytest.raises(Refused):
        workflow.create_user(by=system_admin, username="x-1", name="x", organization=other_office)


def test_user_name_is_never_given_twice(newcomer, system_admin, office):
    with pytest.raises(RuleRefused):
        workflow.create_user(by=system_admin, username="NewComer", name="x", organization=office)


def test_post_gives_rights_only_after_a_second_person_approved(asked, director):
    """Rule 1 of §5.4: requester and granter are two."""
    assert not asked.is_current
    workflow.approve_post(asked, by=director)
    assert asked.is_current
    assert asked.approved_by == director.user
    assert [event.verb for event in Event.objects.of(asked)] == ["open_post", "approve_post"]


@pytest.mark.parametrize("role", ["system_admin", "audit_admin", "county_director", "school_group"])
def test_other_roles_neither_ask_for_posts_nor_approve(hold, asked, newcomer, office, role):
    by = hold(role, "somebody")
    with pytest.raises(Refused):
        workflow.approve_post(asked, by=by)
    with pytest.raises(Refused):
        workflow.open_post(newcomer, by=by, role="director", organization=office, valid_from=timezone.localdate())


def test_person_in_two_posts_cannot_be_both_hands(asked, hold):
    """T15: by person, not by role."""
    both = hold("director", "security")
    with pytest.raises(RuleRefused):
        workflow.approve_post(asked, by=both)
    asked.refresh_from_db()
    assert not asked.is_approved


def test_nobody_gives_or_approves_the_own_post(security_admin, director, office):
    today = timezone.localdate()
    with pytest.raises(RuleRefused):
        workflow.open_post(
            security_admin.user.account, by=security_admin, role="chair", organization=office, valid_from=today
        )
    for_director = workflow.open_post(
        director.user.account, by=security_admin, role="chair", organization=office, valid_from=today
    )
    with pytest.raises(RuleRefused):
        workflow.approve_post(for_director, by=director)


def test_request_is_answered_once(asked, director, hold):
    workflow.approve_post(asked, by=director)
    second = hold("director", "deputy")
    for answer in (lambda: workflow.approve_post(asked, by=second),
                   lambda: workflow.refuse_post(asked, by=second, note="x")):
        with pytest.raises(MoveRefused):
            answer()
    assert Post.objects.get(pk=asked.pk).approved_by == director.user


def test_refused_post_never_gives_a_right_and_may_be_asked_for_again(asked, director, security_admin, newcomer, office):
    workflow.refuse_post(asked, by=director, note="岗位已满")
    with pytest.raises(MoveRefused):
        workflow.approve_post(asked, by=director)
    again = workflow.open_post(
        newcomer, by=security_admin, role="school_group", organization=office, group="school",
        valid_from=timezone.localdate(),
    )
    assert (asked.is_current, again.is_approved) == (False, False)


@pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("second", sorted(ADMINISTRATORS))
def test_nobody_holds_two_of_the_three_administrators(hold, security_admin, office, first, second):
    """三员, §5.1: neither held together nor asked for together."""
    holder = hold(first, "somebody")
    today = timezone.localdate()
    with pytest.raises(RuleRefused):
        workflow.open_post(
            holder.user.account, by=security_admin, role=second, organization=office, valid_from=today
        )


def test_administrator_may_follow_another_post_after_its_end(hold, security_admin, office):
    today = timezone.localdate()
    holder = hold("audit_admin", "somebody", valid_to=today)
    tomorrow = today + timedelta(days=1)
    post = workflow.open_post(
        holder.user.account, by=security_admin, role="system_admin", organization=office, valid_from=tomorrow
    )
    assert post.pk


def test_same_post_is_not_asked_for_twice(asked, newcomer, security_admin, office):
    with pytest.raises(RuleRefused):
        workflow.open_post(
            newcomer, by=security_admin, role="school_group", organization=office, group="school",
            valid_from=timezone.localdate(),
        )


def test_post_ends_on_its_last_day_or_at_once(clerk, security_admin, hold):
    """R-TERM-01: a last day still counts; "at once" does not wait for midnight."""
    today = timezone.localdate()
    workflow.end_post(clerk, by=security_admin, note="调离", last_on=today)
    assert clerk.is_current
    begun_today = hold("school_group", "fresh", valid_from=today)
    for post in (hold("school_group", "other"), begun_today):
        workflow.end_post(post, by=security_admin, note="调离")
        assert not post.is_current
    with pytest.raises(Refused):
        workflow.approve_post(begun_today, by=clerk)
    with pytest.raises(RuleRefused):
        workflow.end_post(clerk, by=security_admin, note="x", last_on=today - timedelta(days=1))


def test_post_ended_on_its_first_day_does_not_wait_for_approval(hold, security_admin, director):
    post = hold("school_group", "fresh", valid_from=timezone.localdate())
    workflow.end_post(post, by=security_admin, note="误设")
    with pytest.raises(MoveRefused):
        workflow.approve_post(post, by=director)


def test_invitation_sets_a_password_once(newcomer, system_admin):
    """T23."""
    code = workflow.issue_link(newcomer, by=system_admin)
    assert set_password(code).url == "/sign-in/"
    newcomer.refresh_from_db()
    assert newcomer.state == AccountState.ACTIVE
    assert sign_in("newcomer", NEW)[1].status_code == 302
    assert set_password(code, "Third-Hill-99").status_code == 422
    assert sign_in("newcomer", "Third-Hill-99")[1].status_code == 200


def test_code_is_not_stored_and_not_in_any_address(newcomer, system_admin):
    """T23, T81: the database holds a digest; the link carries the code behind `#`, which no server sees."""
    client = verified(system_admin)
    answer = client.post(f"/accounts/{newcomer.pk}/issue-link/", {"submission": "a" * 32})
    code = re.search(r'class="key">([A-Z2-7-]{29})<', answer.content.decode())[1]
    assert f"/set-password/#{code}" in answer.content.decode()
    stored = str(list(OneTimeCode.objects.values())) + str(list(Event.objects.values()))
    assert code not in stored
    assert "Location" not in answer
    repeated = client.post(f"/accounts/{newcomer.pk}/issue-link/", {"submission": "a" * 32})
    assert (repeated.status_code, OneTimeCode.objects.count()) == (302, 1)
    assert set_password(code.lower().replace("-", " ")).status_code == 302


@pytest.mark.parametrize("case", ["too old", "newer code", "password changed", "deactivated"])
def test_code_dies(clerk, system_admin, case):
    """T23: in time, by a newer one, with the password it was made for, with the account."""
    account = clerk.user.account
    code = workflow.issue_link(account, by=system_admin)
    if case == "too old":
        OneTimeCode.objects.update(expires_at=timezone.now())
    elif case == "newer code":
        workflow.issue_link(account, by=system_admin)
    elif case == "password changed":
        workflow.change_password(
            clerk.user, by=workflow.Person.of(clerk.user), password="Third-Hill-99", keep=None
        )
    else:
        workflow.deactivate_account(account, by=system_admin, note="x")
    assert workflow.user_of_code(code) is None
    assert set_password(code).status_code == 422


def test_lifetimes_of_codes(newcomer, clerk, system_admin):
    """T23: an invitation 72 hours, a reset 30 minutes."""
    for account in (newcomer, clerk.user.account):
        workflow.issue_link(account, by=system_admin)
    spans = {code.purpose: code.expires_at - code.made_at for code in OneTimeCode.objects.all()}
    assert spans == {"invite": timedelta(hours=72), "reset": timedelta(minutes=30)}


def test_random_codes_open_nothing(newcomer, system_admin):
    """T23: guesses are refused alike and stopped after thirty an hour from one address."""
    workflow.issue_link(newcomer, by=system_admin)
    codes = ["AAAA-" * 5 + f"{number:04d}" for number in range(40)]
    answers = [set_password(code).status_code for code in codes]
    assert answers == [422] * 30 + [429] * 10


def test_reset_keeps_the_second_factor_and_ends_sessions(director, system_admin):
    """T23: a new password alone opens no approving post."""
    client = verified(director)
    code = workflow.issue_link(director.user.account, by=system_admin)
    set_password(code)
    assert client.get("/account/").status_code == 302
    again, _answer = sign_in("director", NEW)
    assert again.get("/account/").url.startswith("/account/second-factor/")


@pytest.mark.parametrize("password", ["short-1A", "aaaaaaaaaaaa", "Mudanjiang2026", "1234567890", "P@ssw0rd2026"])
def test_weak_passwords_are_refused_and_leave_the_code_usable(newcomer, system_admin, password):
    code = workflow.issue_link(newcomer, by=system_admin)
    assert set_password(code, password).status_code == 422
    assert set_password(code).status_code == 302


def test_passwords_of_64_characters_and_more_are_accepted(newcomer, system_admin):
    """ASVS 6.2.9: nothing is cut off."""
    long = "山高月小 水落石出 " * 12 + "!"
    set_password(workflow.issue_link(newcomer, by=system_admin), long)
    assert sign_in("newcomer", long[:-1])[1].status_code == 200
    assert sign_in("newcomer", long)[1].status_code == 302


def test_present_password_cannot_be_the_new_one(clerk):
    client, _answer = sign_in("clerk")
    data = {"present": PASSWORD, "password": PASSWORD, "again": PASSWORD}
    assert client.post("/account/password/", data).status_code == 422


def test_old_password_must_be_changed_first(clerk, settings):
    """等保 身份鉴别 a: changed periodically; 0 days turns it off."""
    User.objects.update(password_changed_at=timezone.now() - timedelta(days=settings.PASSWORD_ROTATION_DAYS))
    client, _answer = sign_in("clerk")
    assert client.get("/account/").url == "/account/password/?next=%2Faccount%2F"
    data = {"present": PASSWORD, "password": NEW, "again": NEW, "next": "/account/"}
    assert client.post("/account/password/", data).url == "/account/"
    assert client.get("/account/").status_code == 200
    settings.PASSWORD_ROTATION_DAYS = 0
    User.objects.update(password_changed_at=timezone.now() - timedelta(days=4000))
    assert client.get("/account/").status_code == 200


def test_guessing_the_present_password_is_stopped(clerk):
    """A stolen session is no way to the password: ten tries in a quarter of an hour."""
    client, _answer = sign_in("clerk")
    data = {"present": "wrong", "password": NEW, "again": NEW}
    answers = [client.post("/account/password/", data).status_code for _number in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_reactivated_account_begins_without_posts_and_password(clerk, system_admin):
    account = clerk.user.account
    workflow.deactivate_account(account, by=system_admin, note="借调")
    workflow.reactivate_account(account, by=system_admin, note="返回")
    clerk.refresh_from_db()
    assert account.state == AccountState.INVITED
    assert not clerk.is_current
    assert sign_in("clerk")[1].status_code == 200


def test_nobody_deactivates_the_own_account(system_admin):
    with pytest.raises(RuleRefused):
        workflow.deactivate_account(system_admin.user.account, by=system_admin, note="x")


def test_states_of_an_account_outside_the_table_are_refused(clerk, system_admin):
    with pytest.raises(MoveRefused):
        workflow.reactivate_account(clerk.user.account, by=system_admin, note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.update(state="gone")


def test_list_and_detail_show_the_same_accounts(system_admin, clerk, other_office):
    """T11: what the list shows is what `can` allows."""
    new_user("stranger", other_office)
    listed = set(Account.objects.visible_to(system_admin))
    assert listed == {account for account in Account.objects.all() if can(system_admin, "view", account)}
    assert {account.user.username for account in listed} == {"system", "clerk"}
    assert set(Account.objects.visible_to(clerk)) == set()


def test_pages_of_accounts_answer_by_right(system_admin, security_admin, clerk, other_office):
    """T01: 404 for a foreign account, 403 for a verb one may not do."""
    stranger = new_user("stranger", other_office)
    client = verified(system_admin)
    page = f"/accounts/{clerk.user_id}/"
    assert "clerk君" in client.get("/accounts/").content.decode()
    assert "stranger" not in client.get("/accounts/").content.decode()
    assert client.get(page).status_code == 200
    assert client.get(f"/accounts/{stranger.pk}/").status_code == 404
    assert client.get(f"{page}deactivate-account/").status_code == 200
    assert client.get(f"{page}open-post/").status_code == 403
    assert client.get(f"{page}reset-second-factor/").status_code == 403
    assert sign_in("clerk")[0].get(page).status_code == 404


def test_account_is_made_and_given_a_post_by_three_people_on_pages(system_admin, security_admin, director, office):
    made = verified(system_admin).post("/accounts/create/", {
        "username": "zhang.w", "name": "张伟", "organization": "教育督导委员会", "email": ""})
    account = Account.objects.get(user__username="zhang.w")
    assert made.url == f"/accounts/{account.pk}/"
    asked = verified(security_admin).post(f"/accounts/{account.pk}/open-post/", {
        "role": "school_group", "organization": office.name, "group": "school", "valid_from": "2026-01-01"})
    post = Post.objects.get(user=account.user)
    assert asked.url == f"/posts/{post.pk}/"
    client = verified(director)
    assert f"/posts/{post.pk}/" in client.get("/posts/?standing=waiting").content.decode()
    client.post(f"/posts/{post.pk}/approve-post/", {})
    assert Post.objects.current().filter(pk=post.pk).exists()


def test_posting_fields_of_the_model_changes_nothing_else(system_admin, clerk):
    """T09: mass assignment."""
    data = {"name": "新名", "email": "", "is_superuser": "1", "is_staff": "1", "state": "deactivated",
            "city": "230100", "username": "root", "is_approved": "1"}
    verified(system_admin).post(f"/accounts/{clerk.user_id}/edit-account/", data)
    user = User.objects.get(pk=clerk.user_id)
    assert (user.name, user.username, user.is_superuser, user.is_staff) == ("新名", "clerk", False, False)
    assert (user.account.state, user.account.city) == ("active", "231000")


def test_unit_is_found_by_a_part_of_its_name_or_the_choice_is_named(system_admin, office, city):
    office.pk, office.name = None, "牡丹江市教育局"
    office.save()
    client = verified(system_admin)
    page = client.post("/accounts/create/", {"username": "zhang.w", "name": "张伟", "organization": "牡丹江市"})
    assert page.status_code == 422
    assert "牡丹江市教育局" in page.content.decode()


def test_own_data_is_shown_and_a_correction_is_answered(clerk, system_admin):
    """个人信息保护法 art. 45, 46: see, and have put right."""
    client, _answer = sign_in("clerk")
    client.post("/account/correction/", {"wish": "我的姓名应为“陈喆”。"})
    wish = Correction.objects.get()
    verified(system_admin).post(
        f"/corrections/{wish.pk}/answer-correction/", {"is_right": "yes", "answer": "已更正。"})
    page = client.get("/account/").content.decode()
    assert "clerk君" in page
    assert "已更正。" in page
    assert Correction.objects.get().state == "corrected"


def test_corrections_of_others_stay_theirs(clerk, hold, system_admin):
    wish = workflow.ask_correction(clerk.user, wish="仅本人可见的内容")
    other = hold("school_group", "other")
    assert "仅本人可见的内容" not in sign_in("other")[0].get("/account/").content.decode()
    with pytest.raises(Refused):
        workflow.answer_correction(wish, by=other, is_right=True, answer="x")
    mine = workflow.ask_correction(system_admin.user, wish="x")
    with pytest.raises(RuleRefused):
        workflow.answer_correction(mine, by=system_admin, is_right=True, answer="x")


def test_language_is_kept_with_the_person(clerk):
    client, _answer = sign_in("clerk")
    client.post("/account/language/", {"language": "en"})
    assert User.objects.get(pk=clerk.user_id).language == "en"
    _again, answer = sign_in("clerk")
    assert answer.cookies["django_language"].value == "en"


def test_first_administrators_are_made_by_the_console_only_while_there_is_none(city):
    """T83: no account stands in a new system; each first holder gets a one-time link."""
    assert User.objects.count() == 0
    out = StringIO()
    call_command("first_admin", "admin.li", "李明", "--area", "231000", stdout=out)
    code = re.search(r"/set-password/#([A-Z2-7-]+)", out.getvalue())[1]
    post = Post.objects.get()
    assert (post.role, post.is_current) == ("system_admin", True)
    set_password(code)
    assert sign_in("admin.li", NEW)[1].status_code == 302
    with pytest.raises(CommandError):
        call_command("first_admin", "other", "王芳", "--area", "231000", stdout=out)
    call_command("first_admin", "sec.wang", "王芳", "--area", "231000", "--role", "security_admin", stdout=out)
    call_command("first_admin", "admin.li", "李明", "--area", "231000", stdout=out)
    assert Post.objects.count() == 2


@pytest.mark.parametrize(("area", "role"), [("999999", "system_admin"), ("231000", "school_group")])
def test_console_makes_nothing_else(city, area, role):
    with pytest.raises(CommandError):
        call_command("first_admin", "x", "x", "--area", area, "--role", role, stdout=StringIO())
    assert User.objects.count() == 0


def test_fresh_system_has_no_usable_password(db):
    """T83: nothing is created by migrations, guardian's anonymous row neither."""
    assert User.objects.count() == 0
