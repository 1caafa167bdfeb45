"""The sender: one digest a person, day and channel, whoever is killed, slow, refused or away meanwhile."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from inspectorate.duties import jobs, workflow
from inspectorate.duties.models import Delivery, Duty, Hold, Notice, Reminder
from inspectorate.duties.states import DeliveryState, HoldState
from inspectorate.duties.workflow import channels, sending
from inspectorate.register.rights import Refused
from inspectorate.rulebook.models import Setting
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused
from tests.moves import pairs, try_pair
from tests.stage import City, at

from .conftest import TODAY
from .mailserver import MailServer
from .test_ledger import LAST, hold_everything, many, sweep

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def by_mail(settings):
    settings.NOTICE_EMAIL = True


@pytest.fixture
def server(settings, by_mail):
    server = MailServer()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
    yield server
    server.shutdown()
    server.server_close()


def readers(city, count):
    """Give the school several people with addresses."""
    posts = [city.post("school", city.school, name=f"干事{number}") for number in range(count)]
    for number, post in enumerate(posts):
        post.user.email = f"p{number}@example.cn"
        post.user.save()
    return posts


def delivered(state="sent", channel="email"):
    return Delivery.objects.filter(channel=channel, state=state).count()


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "to"), pairs(DeliveryState))
def test_delivery_moves_are_those_of_the_table(stage, owe, start, to):
    stage.head, owe()
    sweep(LAST)
    try_pair(Delivery.objects.get(), start, to)


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "to"), pairs(HoldState))
def test_hold_moves_are_those_of_the_table(stage, start, to):
    try_pair(Hold.objects.create(day=TODAY, held_at=timezone.now(), reminders=1, **stage.area.scope), start, to)


@pytest.mark.django_db
class TestDigest:
    """What leaves, and when."""

    def test_many_duties_are_one_letter_a_person_and_day(self, stage, owe, by_mail):
        readers(stage, 2), owe(), owe(kind="plan", title="报送计划")
        sweep(LAST)
        with at(LAST):
            assert (jobs.send_mail(), jobs.send_mail()) == (2, 0)
        assert [letter.to for letter in mail.outbox] == [["p0@example.cn"], ["p1@example.cn"]]
        letter = mail.outbox[0]
        address = Duty.objects.first().get_absolute_url()
        assert all(text in letter.body for text in ("报送整改报告", "报送计划", "2026-04-01", address))
        assert letter.extra_headers["Message-ID"] == Delivery.objects.filter(channel="email").first().message_id
        assert "报送" not in letter.subject

    def test_letter_carries_the_id_of_the_task_that_sent_it(self, stage, owe, by_mail, caplog):
        """One id from web to worker to message; a line of the log says which letter left, and names nobody."""
        readers(stage, 1), owe()
        sweep(LAST)
        with at(LAST), caplog.at_level("INFO", sending.__name__), bound_contextvars(request_id="abcdef12"):
            assert jobs.send_mail() == 1
        assert mail.outbox[0].extra_headers["X-Request-ID"] == "abcdef12"
        (line,) = [record.msg for record in caplog.records if record.msg["event"] == "notice_sent"]
        told = {"delivery": Delivery.objects.get(channel="email").pk, "channel": "email", "reminders": 1}
        assert told.items() <= line.items()
        assert not [word for word in ("干事0", "example.cn") if word in str(line)]

    def test_letter_sent_outside_of_any_task_carries_no_empty_id(self, stage, owe, by_mail):
        readers(stage, 1), owe()
        sweep(LAST)
        with at(LAST):
            assert jobs.send_mail() == 1
        assert "X-Request-ID" not in mail.outbox[0].extra_headers

    def test_letter_waits_for_the_hours_and_days_of_the_office(self, stage, owe, by_mail):
        """Quiet hours and rest days; in the system it stands at once. Saturday's and Sunday's leave together."""
        readers(stage, 1), owe(due_on=date(2026, 3, 23)), owe(kind="plan", due_on=date(2026, 3, 10))
        sweep(date(2026, 3, 21), hour=7), sweep(date(2026, 3, 22), hour=23)
        for day, hour, sent in ((21, 10, 0), (22, 23, 0), (23, 7, 0), (23, 8, 1), (23, 9, 0)):
            with at(date(2026, 3, day), hour):
                workflow.remind_due()
                assert jobs.send_mail() == sent
        assert len(mail.outbox) == 1
        assert Notice.objects.count() >= 2

    def test_area_without_quiet_days_sends_on_saturday(self, stage, owe, by_mail):
        rule = {"rule": "OFFICE.notice_on_rest_days", "state": "approved", "document": "办公室通知"}
        Setting.objects.create(area=stage.area, value=True, valid_from=TODAY, **rule, **stage.area.scope)
        readers(stage, 1), owe(due_on=date(2026, 3, 20))
        sweep(date(2026, 3, 21))
        with at(date(2026, 3, 21)):
            assert jobs.send_mail() == 1

    def test_late_letter_says_when_it_was_due(self, stage, owe, by_mail):
        """F5: 应于…发出."""
        readers(stage, 1), owe()
        sweep(LAST - timedelta(days=2))
        with at(LAST - timedelta(days=2)):
            jobs.send_mail()
        assert "应于2026年3月29日发出" in mail.outbox[0].body

    def test_letter_is_in_the_readers_language(self, stage, owe, by_mail):
        (post,) = readers(stage, 1)
        post.user.language = "en"
        post.user.save()
        owe(), sweep(LAST)
        with at(LAST):
            jobs.send_mail()
        assert "these duties wait for you" in mail.outbox[0].body

    def test_duty_met_before_the_letter_leaves_is_not_in_it(self, stage, owe, by_mail):
        """Superseded: nothing left to say."""
        readers(stage, 1), owe()
        sweep(LAST, hour=7)
        workflow.meet_duty(stage.school, "report", by=stage.head, on=LAST)
        with at(LAST):
            assert jobs.send_mail() == 0
        assert (mail.outbox, delivered("dropped")) == ([], 1)

    def test_title_is_kept_from_those_who_may_not_see_the_duty(self, stage, owe, by_mail):
        """The superior unit answers for it and reads no more than whose it is."""
        post = stage.post("liaison", stage.county_bureau)
        post.user.email = "l@example.cn"
        post.user.save()
        owe(title="机密标题")
        sweep(LAST + timedelta(days=9))
        with at(LAST + timedelta(days=9)):
            jobs.send_mail()
        (letter,) = [letter for letter in mail.outbox if letter.to == ["l@example.cn"]]
        assert "机密标题" not in letter.body
        assert "/duties/" not in letter.body
        assert stage.school.name in letter.body

    def test_reminder_after_the_days_letter_goes_into_the_next_days(self, stage, owe, by_mail):
        """One a day; in the system it stands in the notice of the day, unread again."""
        (post,) = readers(stage, 1)
        owe(), sweep(date(2026, 3, 25))
        with at(date(2026, 3, 25), 11):
            jobs.send_mail()
            workflow.open_notice(Notice.objects.get(), by=post)
            assert workflow.unread(post) == 0
        with at(date(2026, 3, 25), 12):
            many(stage, 1, due_on=date(2026, 3, 26))
            workflow.remind_due()
            assert jobs.send_mail() == 0
            assert (Notice.objects.count(), workflow.unread(post)) == (1, 1)
        with at(date(2026, 3, 26), 9):
            workflow.remind_due()
            assert jobs.send_mail() == 1
        assert len(mail.outbox) == 2

    def test_switched_off_mail_sends_none(self, stage, owe):
        readers(stage, 1), owe(), sweep(LAST)
        with at(LAST):
            assert jobs.send_mail() == jobs.send_chat() == 0
        assert delivered("sent", "in_app") == 1


@pytest.mark.django_db
class TestFaults:
    """F12: the mail server is away, refuses, drops the line."""

    def test_server_that_is_away_counts_no_attempt_and_is_asked_again(self, stage, owe, server):
        """F12: down for two days, nothing lost, nothing given up."""
        readers(stage, 3), owe(), sweep(LAST)
        with at(LAST), pytest.MonkeyPatch.context() as patch:
            patch.setattr(channels, "get_connection", refuse)
            for _look in range(20):
                assert jobs.send_mail() == 0
        assert set(Delivery.objects.filter(channel="email").values_list("state", "attempts")) == {("pending", 0)}
        with at(LAST + timedelta(days=2)):
            assert jobs.send_mail() == 3
        assert len(set(server.ids())) == len(server.ids()) == 3

    def test_refused_address_delays_nobody_and_ends_with_a_person(self, stage, owe, server, settings):
        """T68: the second of four has no mailbox."""
        readers(stage, 4), owe(), sweep(LAST)
        server.refused = {"p1@"}
        with at(LAST):
            assert jobs.send_mail() == 3
        for number in range(1, settings.NOTICE_ATTEMPTS):
            with at(LAST + timedelta(days=number * 3)):
                jobs.send_mail()
        failed = Delivery.objects.get(channel="email", state="failed")
        assert (failed.attempts, failed.last_error) == (settings.NOTICE_ATTEMPTS, "SMTPRecipientsRefused")
        server.refused = set()
        with at(LAST + timedelta(days=40)):
            workflow.retry_delivery(failed, by=stage.secretary)
            assert jobs.send_mail() == 1

    def test_dropped_line_makes_at_most_a_double_of_the_same_id(self, stage, owe, server):
        """T63: taken, but the answer was lost."""
        readers(stage, 3), owe(), sweep(LAST)
        server.drops = 1
        with at(LAST):
            assert jobs.send_mail() == 2
        with at(LAST, 12):
            assert jobs.send_mail() == 1
        assert (len(server.letters), len(set(server.ids()))) == (4, 3)

    def test_slow_server_is_left_after_the_time_limit(self, stage, owe, server, settings):
        settings.EMAIL_TIMEOUT = 0.2
        readers(stage, 2), owe(), sweep(LAST)
        server.slowness = 1
        with at(LAST):
            assert jobs.send_mail() == 0
        assert delivered("pending") == 2
        assert delivered("sent", "in_app") == 2

    def test_digest_that_cannot_be_written_stops_no_other(self, stage, owe, by_mail, monkeypatch):
        """T68: a poison row."""
        readers(stage, 3), owe(), sweep(LAST)
        bad, right = Delivery.objects.filter(channel="email").first().pk, sending.digest
        monkeypatch.setattr(sending, "digest", lambda row, lines: 1 / 0 if row.pk == bad else right(row, lines))
        with at(LAST):
            assert jobs.send_mail() == 2
        assert Delivery.objects.get(pk=bad).last_error == "ZeroDivisionError"

    def test_claim_of_a_killed_sender_is_taken_again_after_its_lease(self, stage, owe, by_mail, settings):
        """F1, T62: not before, so that nobody sends beside a living one."""
        readers(stage, 1), owe(), sweep(LAST)
        with at(LAST):
            assert sending.claim("email") is not None
            assert jobs.send_mail() == 0
        settings.NOTICE_LEASE_SECONDS = 60
        with at(LAST, 11):
            assert (jobs.send_mail(), delivered()) == (1, 1)

    def test_sender_killed_before_it_confirms_makes_a_double_of_the_same_id(self, stage, owe, server, monkeypatch):
        """F1, T63: killed at every one of three letters in turn; none is lost, none has two ids."""
        readers(stage, 3), owe(), sweep(LAST)
        for hour in (10, 11, 12):
            with at(LAST, hour), monkeypatch.context() as patch:
                patch.setattr(sending, "_confirm", kill)
                with pytest.raises(Killed):
                    jobs.send_mail()
        with at(LAST, 13):
            assert jobs.send_mail() == 3
        assert len(set(server.ids())) == delivered() == 3

    def test_late_end_of_a_lost_claim_changes_nothing(self, stage, owe, by_mail):
        """T62: the first sender wakes after another has sent."""
        readers(stage, 1), owe(), sweep(LAST)
        with at(LAST):
            lost = sending.claim("email")
        with at(LAST, 11):
            jobs.send_mail()
            sending._put_back(lost, "late")
        assert (delivered(), delivered("pending")) == (1, 0)


class Killed(BaseException):
    """What no handler of errors catches, as kill -9."""


def kill(*_args, **_more):
    raise Killed


def refuse(*_args, **_more):
    """A mail connection that cannot be opened."""

    class Away:
        def open(self):
            raise ConnectionRefusedError(111, "refused")

    return Away()


@pytest.mark.django_db
class TestStorm:
    """T69: more at once than is believable."""

    def test_five_thousand_at_once_wait_for_a_person(self, stage, by_mail):
        posts = readers(stage, 3)
        many(stage, 5000, opened_on=LAST)
        assert sweep(LAST) == 15_000
        hold = Hold.objects.get()
        assert (hold.reminders, hold.state, Notice.objects.count()) == (15_000, "held", 0)
        with at(LAST):
            assert jobs.send_mail() == 0
            workflow.release_held(hold, by=stage.secretary)
            assert jobs.send_mail() == len(posts)
        assert "还有4900项" in mail.outbox[0].body
        assert Notice.objects.count() == Notice.objects.values("recipient").distinct().count() == 3
        assert Reminder.objects.filter(state="sent").count() == 15_000
        assert Event.objects.of(hold).last().actor == stage.secretary.user

    def test_release_leaves_out_what_was_met_meanwhile(self, stage, owe):
        stage.head, hold_everything(stage)
        owe(), owe(kind="plan"), sweep(LAST)
        workflow.meet_duty(stage.school, "plan", by=stage.head, on=LAST)
        with at(LAST, 12):
            workflow.release_held(Hold.objects.get(), by=stage.director)
        assert [row.duty.kind for row in Reminder.objects.filter(state="sent")] == ["report"]

    def test_release_of_what_is_over_shows_nothing(self, stage, owe):
        stage.head, hold_everything(stage)
        owe(), sweep(LAST)
        workflow.meet_duty(stage.school, "report", by=stage.head, on=LAST)
        with at(LAST, 12):
            workflow.release_held(Hold.objects.get(), by=stage.director)
        assert (Notice.objects.count(), delivered("dropped", "in_app")) == (0, 1)

    def test_discarded_storm_is_kept_and_never_sent(self, stage, owe, by_mail):
        readers(stage, 1), hold_everything(stage)
        owe(), sweep(LAST)
        hold = Hold.objects.get()
        with at(LAST, 12):
            workflow.discard_held(hold, by=stage.director, note="时钟错误")
            assert (jobs.send_mail(), sweep(LAST)) == (0, 0)
        assert set(Reminder.objects.values_list("state", flat=True)) == {"superseded"}
        with pytest.raises(MoveRefused):
            workflow.release_held(hold, by=stage.director)

    def test_only_the_general_group_and_the_director_release(self, stage, owe):
        stage.head, hold_everything(stage)
        owe(), sweep(LAST)
        for post in (stage.head, stage.officer, stage.leader, stage.chair):
            with pytest.raises(Refused):
                workflow.release_held(Hold.objects.get(), by=post)


class Robot(BaseHTTPRequestHandler):
    """A chat robot that keeps what it is told."""

    heard: list = []
    reply = b'{"errcode": 0}'
    status = 200

    def do_POST(self):
        self.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(self.reply)

    def log_message(self, *_args):
        return


@pytest.fixture
def robot(settings, monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), Robot)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    monkeypatch.setattr(Robot, "heard", [])
    settings.NOTICE_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/send?key=1"
    settings.NOTICE_WEBHOOK_HOSTS = ["127.0.0.1"]
    yield Robot
    server.shutdown()
    server.server_close()


@pytest.fixture
def notified(stage, owe, robot):
    """One reminder of the school's head waits for the robot."""
    assert stage.head
    owe(), sweep(LAST)


@pytest.mark.django_db
class TestRobot:
    """Chat messages: a name and a number, in three forms, over https or the inner network only."""

    @pytest.mark.parametrize(
        ("form", "read"),
        [
            ("wecom", lambda body: body["text"]["content"]),
            ("dingtalk", lambda body: body["text"]["content"]),
            ("plain", lambda body: body["text"]),
        ],
    )
    def test_message_names_the_person_and_the_number_only(self, notified, robot, settings, form, read):
        settings.NOTICE_WEBHOOK_FORMAT = form
        with at(LAST):
            assert jobs.send_chat() == 1
        assert read(robot.heard[0]) == "校长：1项提醒。请登录业务系统查看。"

    @pytest.mark.parametrize(
        "answer",
        [(200, b'{"errcode": 93000}', "errcode 93000"), (500, b"", "HTTP 500"), (302, b"", "HTTP 302")],
    )
    def test_refusal_is_tried_again(self, notified, robot, monkeypatch, answer):
        """A redirection is not followed."""
        status, reply, error = answer
        monkeypatch.setattr(robot, "status", status)
        monkeypatch.setattr(robot, "reply", reply)
        with at(LAST):
            assert jobs.send_chat() == 0
        waiting = Delivery.objects.get(channel="webhook")
        assert (waiting.state, waiting.attempts, waiting.last_error) == ("pending", 1, error)

    @pytest.mark.parametrize("url", ["http://example.cn/send", "file:///etc/passwd", "ftp://127.0.0.1/", "send"])
    def test_address_without_tls_outside_the_inner_network_is_never_called(self, notified, robot, settings, url):
        settings.NOTICE_WEBHOOK_URL = url
        with at(LAST):
            assert jobs.send_chat() == 0
        assert robot.heard == []
        assert "https" in Delivery.objects.get(channel="webhook").last_error


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
class TestRaces:
    """T63, T64: on real connections."""

    def run(self, count, act):
        start = Barrier(count)

        def one():
            try:
                start.wait()
                return act()
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=count) as pool:
            return [run.result() for run in [pool.submit(one) for _number in range(count)]]

    def test_three_senders_send_every_digest_once(self, transactional_db, server):
        city = City()
        readers(city, 40), many(city, 1)
        sweep(LAST)
        with at(LAST):
            counts = self.run(3, jobs.send_mail)
        assert (sum(counts), len(server.letters), len(set(server.ids()))) == (40, 40, 40)

    def test_three_clocks_write_every_reminder_once(self, transactional_db):
        city = City()
        assert city.head
        many(city, 150)
        with at(LAST):
            written = self.run(3, workflow.remind_due)
        assert (sum(written), Reminder.objects.count()) == (600, 600)
        assert (Delivery.objects.count(), Notice.objects.count()) == (1, 1)

    def test_two_people_release_once(self, transactional_db):
        """T45."""
        city = City()
        assert city.head
        many(city, 500)
        sweep(LAST)
        people = [city.director, city.secretary]

        def release():
            try:
                workflow.release_held(Hold.objects.get(), by=people.pop())
            except MoveRefused:
                return 0
            return 1

        with at(LAST):
            assert sum(self.run(2, release)) == 1
        assert Notice.objects.count() == 1
