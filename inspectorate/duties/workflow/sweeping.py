"""The one statement of the sweep: who is told of what today, the ledger of it, the digests and the notices.

Every step is a set under a name, in the order in which an office would do it by hand:

    running     open duties that are not stopped and whose days may have come
    falling     the days on which their rules want somebody told, of six kinds
    owed        those that have come and are not in the ledger yet
    asked       the distinct addressees of these: unit, person, group, city, and how far up the line
    direct      whom the addressee means: the person, else those in post there, the nearest first
    served      the same, and the office that follows the duty in the place of whoever has nobody in post
    waiting     the latest reminder of each duty and person that is held already
    told        one row a duty, day and person; of several about one duty only the latest is said
    braked      cities with more of them at once than is believable: held for a person (T69)
    written     the ledger
    there       digests of the same people that exist already, locked so that the sender takes none in between
    wanted      the digest each person's reminders belong to; where that of the day has left, the next one
    fresh, lines, shown   the deliveries, what they hold, and the notices in the system

It runs without nested loops (see `showing.lock`). What could grow without end, the ledger and the digests, is looked up
by its index alone, so the cost is linear in what is due. Kinds and cities travel as numbers: rows are narrow.
"""
# ruff: noqa: S608 - what is put together are constants of this module

from inspectorate.duties.states import ReminderKind

KINDS = [str(kind) for kind in ReminderKind.values]
NUMBER = {kind: place for place, kind in enumerate(KINDS, 1)}
AHEAD, OVERDUE, SUPERIOR, OFFICE = (NUMBER[kind] for kind in ("ahead", "overdue", "to_superior", "to_office"))
OWN = OVERDUE  # the addressee of that kind and of those before it

STEP = "SELECT * FROM unnest(%(kinds_of)s::int[], %(areas)s::text[], %(days)s::int[], %(sinces)s::date[])"
NAMED = """SELECT * FROM unnest(%(named_kinds)s::int[], %(named_areas)s::text[], %(named_dues)s::date[],
        %(named_days)s::date[], %(named_sinces)s::date[])"""
HOUSE = "SELECT * FROM unnest(%(houses)s::int[], %(provinces)s::text[], %(cities)s::text[], %(mosts)s::int[])"
WAY = """SELECT * FROM unnest(%(way_houses)s::int[], %(channels)s::text[], %(way_days)s::date[],
        %(moments)s::timestamptz[], %(later_days)s::date[], %(later_moments)s::timestamptz[])"""

CURRENT = "p.is_approved AND p.valid_from <= %(today)s AND (p.valid_to IS NULL OR p.valid_to >= %(today)s)"
RUNNING = """
    SELECT d.id, d.area_id, d.holder_id, COALESCE(d.person_id, 0) AS person_id, d."group", h.house, d.opened_on,
        d.due_on, d.remind_on
    FROM duties_duty d JOIN house h ON h.province = d.province AND h.city = d.city
    WHERE d.state = 'open' AND (d.due_on <= %(horizon)s OR d.remind_on <= %(today)s)
    AND NOT EXISTS (SELECT FROM duties_pause p WHERE p.duty_id = d.id AND p.ends_on IS NULL)"""
# Days before the last one and the last one itself; the day a rule of its own names, unless it is one of these; every so
# many days after the last one, from where the ledger ends; named days up the line.
FALLING = f"""
    SELECT r.*, s.kind, r.due_on - s.days AS nominal_on, s.since FROM running r JOIN step s ON s.area_id = r.area_id
    WHERE s.kind <> {OVERDUE}
    UNION ALL
    SELECT r.*, {AHEAD}, r.remind_on, r.opened_on FROM running r WHERE r.remind_on IS NOT NULL AND NOT EXISTS (
        SELECT FROM step s WHERE s.area_id = r.area_id AND s.kind = {AHEAD} AND r.due_on - s.days = r.remind_on)
    UNION ALL
    SELECT r.*, s.kind, generate_series(
        r.due_on + s.days * greatest(1, 1 + ((SELECT max(x.nominal_on) FROM duties_reminder x
            WHERE x.duty_id = r.id AND x.kind = 'overdue') - r.due_on) / s.days),
        %(today)s::date, s.days * interval '1 day')::date, s.since
    FROM running r JOIN step s ON s.area_id = r.area_id WHERE s.kind = {OVERDUE} AND r.due_on < %(today)s
    UNION ALL
    SELECT r.*, n.kind, n.nominal_on, n.since FROM running r
    JOIN named n ON n.area_id = r.area_id AND n.due_on = r.due_on"""
OWED = f"""
    SELECT f.id, f.kind, f.nominal_on, f.due_on, greatest(f.kind, {OWN}) AS audience, f.holder_id, f.person_id,
        f."group", f.house
    FROM falling f WHERE f.nominal_on BETWEEN greatest(f.opened_on, f.since) AND %(today)s
    AND (SELECT 1 FROM duties_reminder x WHERE x.duty_id = f.id AND x.kind = (%(kinds)s::text[])[f.kind]
        AND x.nominal_on = f.nominal_on LIMIT 1) IS NULL"""
ADDRESS = 'audience, holder_id, person_id, "group", house'
ASKED = f"""
    SELECT row_number() OVER () AS number, o.*, CASE o.audience WHEN {OFFICE} THEN NULL
        WHEN {SUPERIOR} THEN (SELECT u.superior_id FROM register_organization u WHERE u.id = o.holder_id)
        ELSE o.holder_id END AS unit_id
    FROM (SELECT DISTINCT {ADDRESS} FROM owed) o"""
DIRECT = f"""
    SELECT a.number, a.person_id AS user_id, 0 AS place FROM asked a
    JOIN register_user u ON u.id = a.person_id AND u.is_active WHERE a.audience = {OWN}
    UNION ALL
    SELECT a.number, p.user_id, CASE
        WHEN a.audience <> {OWN} THEN CASE WHEN p.role = ANY(%(heads)s) THEN 1 ELSE 2 END
        WHEN p.role <> ALL(%(office)s) OR a."group" <> '' AND p."group" = a."group" THEN 1
        WHEN p.role = 'general_group' THEN 2 WHEN p.role = 'director' THEN 3 WHEN p.role = 'chair' THEN 5 ELSE 4 END
    FROM asked a JOIN register_post p ON p.organization_id = a.unit_id AND p.role = ANY(%(acting)s) AND {CURRENT}
    JOIN register_user u ON u.id = p.user_id AND u.is_active"""
# A duty's own reminders fall back on the general group, those up the line on the director.
SERVED = f"""
    SELECT * FROM direct
    UNION ALL
    SELECT a.number, p.user_id,
        CASE WHEN p.role = CASE a.audience WHEN {OWN} THEN 'general_group' ELSE 'director' END THEN 8 ELSE 9 END
    FROM asked a JOIN house h USING (house)
    JOIN register_post p ON p.province = h.province AND p.city = h.city AND p.county = ''
        AND p.role IN ('director', 'general_group') AND {CURRENT}
    JOIN register_user u ON u.id = p.user_id AND u.is_active
    WHERE NOT EXISTS (SELECT FROM direct f WHERE f.number = a.number)"""
WAITING = """
    SELECT duty_id, recipient_id, max(nominal_on) AS latest_on FROM duties_reminder WHERE state = 'pending'
    GROUP BY 1, 2"""
CHOSEN = """
    SELECT DISTINCT number, user_id FROM (
        SELECT *, rank() OVER (PARTITION BY number ORDER BY place) FROM served
    ) s WHERE rank = 1"""
TOLD = f"""
    SELECT o.id, o.kind, o.nominal_on, o.due_on, o.house, c.user_id, row_number() OVER (
        PARTITION BY o.id, c.user_id ORDER BY o.nominal_on DESC, o.kind DESC) = 1
        AND COALESCE(w.latest_on <= o.nominal_on, true) AS is_said
    FROM owed o JOIN asked a USING ({ADDRESS}) JOIN chosen c USING (number)
    LEFT JOIN waiting w ON w.duty_id = o.id AND w.recipient_id = c.user_id"""
BRAKED = """
    INSERT INTO duties_hold (day, held_at, reminders, state, province, city, county)
    SELECT %(today)s, %(now)s, t.count, 'held', h.province, h.city, ''
    FROM (SELECT house, count(*) FROM told WHERE is_said GROUP BY 1) t JOIN house h USING (house)
    WHERE t.count > h.most ORDER BY h.house RETURNING id, province, city"""
HELD = "SELECT b.id AS hold_id, h.house FROM braked b JOIN house h USING (province, city)"
WRITTEN = """
    INSERT INTO duties_reminder (duty_id, kind, nominal_on, due_on, recipient_id, written_at, sent_at, state)
    SELECT t.id, (%(kinds)s::text[])[t.kind], t.nominal_on, t.due_on, t.user_id, %(now)s,
        CASE WHEN t.is_said AND b.house IS NULL THEN %(now)s END,
        CASE WHEN NOT t.is_said THEN 'superseded' WHEN b.house IS NULL THEN 'sent' ELSE 'pending' END
    FROM told t LEFT JOIN held b USING (house) RETURNING id, duty_id, recipient_id, state"""
SPOKEN = """
    SELECT w.id, w.recipient_id, r.house FROM written w JOIN running r ON r.id = w.duty_id
    WHERE w.state <> 'superseded'"""
# A digest is joined while it waits; a notice in the system takes all of its day.
THERE = """
    SELECT v.id, v.recipient_id, v.day, v.channel, v.state IN ('pending', 'held') OR v.channel = 'in_app' AS is_open
    FROM duties_delivery v WHERE v.recipient_id = ANY(ARRAY(SELECT DISTINCT user_id FROM told WHERE is_said))
    AND v.day >= %(today)s AND v.hold_id IS NULL ORDER BY v.id FOR UPDATE"""
WANTED = """
    SELECT s.user_id AS recipient_id, s.house, y.channel, b.hold_id,
        CASE WHEN v.is_open IS FALSE THEN y.later_on ELSE y.day END AS day,
        CASE WHEN v.is_open IS FALSE THEN y.later_at ELSE y.due_at END AS due_at
    FROM (SELECT DISTINCT user_id, house FROM told WHERE is_said) s JOIN way y USING (house)
    JOIN register_user u ON u.id = s.user_id AND (y.channel <> 'email' OR u.email <> '')
    LEFT JOIN held b USING (house)
    LEFT JOIN there v ON v.recipient_id = s.user_id AND v.channel = y.channel AND v.day = y.day AND b.hold_id IS NULL"""
FRESH = """
    INSERT INTO duties_delivery (recipient_id, day, channel, hold_id, due_at, attempts, last_error, message_id, sent_at,
        state, province, city, county)
    SELECT w.recipient_id, w.day, w.channel, w.hold_id, min(w.due_at),
        CASE WHEN w.channel = 'in_app' AND w.hold_id IS NULL THEN 1 ELSE 0 END, '',
        '<' || concat_ws('-', w.channel, w.recipient_id, w.day, w.hold_id) || '@' || %(host)s || '>',
        CASE WHEN w.channel = 'in_app' AND w.hold_id IS NULL THEN %(now)s END,
        CASE WHEN w.hold_id IS NOT NULL THEN 'held' WHEN w.channel = 'in_app' THEN 'sent' ELSE 'pending' END,
        min(h.province), min(h.city), ''
    FROM wanted w JOIN house h USING (house)
    LEFT JOIN there v ON v.recipient_id = w.recipient_id AND v.channel = w.channel AND v.day = w.day
        AND w.hold_id IS NULL
    WHERE v.id IS NULL GROUP BY w.recipient_id, w.day, w.channel, w.hold_id ORDER BY w.recipient_id
    RETURNING id, recipient_id, day, channel, hold_id"""
DIGESTS = "SELECT * FROM fresh UNION ALL SELECT id, recipient_id, day, channel, NULL FROM there WHERE is_open"
FILLED = """
    SELECT DISTINCT g.id, g.channel, g.recipient_id, g.day, g.hold_id, w.house FROM wanted w JOIN digests g
    ON g.recipient_id = w.recipient_id AND g.channel = w.channel AND g.day = w.day
    AND g.hold_id IS NOT DISTINCT FROM w.hold_id"""
LINES = """
    INSERT INTO duties_delivery_reminders (delivery_id, reminder_id)
    SELECT f.id, s.id FROM spoken s JOIN filled f USING (recipient_id, house)"""
# What joins a notice makes it unread again.
SHOWN = """
    INSERT INTO duties_notice (delivery_id, recipient_id, day, shown_at, province, city, county)
    SELECT f.id, f.recipient_id, f.day, %(now)s, min(h.province), min(h.city), ''
    FROM filled f JOIN house h USING (house) WHERE f.channel = 'in_app' AND f.hold_id IS NULL GROUP BY 1, 2, 3
    ON CONFLICT (delivery_id) DO UPDATE SET read_at = NULL"""

SWEEP = f"""
WITH step (kind, area_id, days, since) AS ({STEP}),
named (kind, area_id, due_on, nominal_on, since) AS ({NAMED}),
house (house, province, city, most) AS ({HOUSE}),
way (house, channel, day, due_at, later_on, later_at) AS ({WAY}),
running AS MATERIALIZED ({RUNNING}),
falling AS ({FALLING}),
owed AS MATERIALIZED ({OWED}),
asked AS MATERIALIZED ({ASKED}),
direct AS MATERIALIZED ({DIRECT}),
served AS ({SERVED}),
chosen AS ({CHOSEN}),
waiting AS ({WAITING}),
told AS MATERIALIZED ({TOLD}),
braked AS ({BRAKED}),
held AS MATERIALIZED ({HELD}),
written AS ({WRITTEN}),
spoken AS ({SPOKEN}),
there AS MATERIALIZED ({THERE}),
wanted AS MATERIALIZED ({WANTED}),
fresh AS ({FRESH}),
digests AS ({DIGESTS}),
filled AS MATERIALIZED ({FILLED}),
lines AS ({LINES}),
shown AS ({SHOWN})
SELECT (SELECT count(*) FROM written), ARRAY(SELECT hold_id FROM held ORDER BY hold_id)
"""

# What a later reminder about the same duty or the duty itself has overtaken: closed, stopped, or due on another day.
# `+ 0` keeps the index of the recipient out of it: one person may have ten thousand, a duty has a handful.
SUPERSEDE = """
UPDATE duties_reminder SET state = 'superseded' WHERE id = ANY(ARRAY(
    SELECT r.id FROM duties_reminder r WHERE r.state = 'pending' AND (
        (SELECT d.state = 'open' AND d.due_on = r.due_on FROM duties_duty d WHERE d.id = r.duty_id) IS NOT TRUE
        OR (SELECT 1 FROM duties_pause p WHERE p.duty_id = r.duty_id AND p.ends_on IS NULL) IS NOT NULL
        OR (SELECT 1 FROM duties_reminder l WHERE l.duty_id = r.duty_id AND l.recipient_id + 0 = r.recipient_id
            AND l.state <> 'superseded' AND (l.nominal_on, array_position(%(kinds)s::text[], l.kind::text))
                > (r.nominal_on, array_position(%(kinds)s::text[], r.kind::text)) LIMIT 1) IS NOT NULL)
))
"""
