"""The first schema: every table of the house."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
    TimeField,
)


def up(migrator, db):
    class Organization(Model):
        public_id = CharField(unique=True, max_length=32)
        name = CharField(index=True)
        role = CharField(index=True, max_length=10)
        kind = CharField(max_length=40, default="")
        delivery_model = CharField(max_length=60, default="")
        ours = BooleanField(default=False)
        example = BooleanField(index=True, default=False)
        notes = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "organization"

    db.create_tables([Organization])

    class User(Model):
        public_id = CharField(unique=True, max_length=32)
        email = CharField(unique=True, max_length=254)
        name = CharField()
        role = CharField(max_length=10)
        password = TextField(null=True)
        active = BooleanField(default=True)
        fs_uniquifier = CharField(unique=True, max_length=64)
        invited_at = DateTimeField(null=True)
        last_seen_at = DateTimeField(null=True)
        theme = CharField(max_length=5, default="")
        digest_days = CharField(max_length=10, default="weekdays")
        digest_at = TimeField(null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "user"

    db.create_tables([User])

    class Partnership(Model):
        public_id = CharField(unique=True, max_length=32)
        key = CharField(unique=True, max_length=60)
        name = CharField(index=True)
        provider = ForeignKeyField(Organization, on_delete="RESTRICT")
        payer = ForeignKeyField(Organization, on_delete="RESTRICT")
        product_lines = JSONField(default=list)
        setting = CharField(max_length=10, default="")
        service_area = TextField(default="")
        stage = CharField(index=True, max_length=20)
        stage_since = DateField()
        lead = ForeignKeyField(User, null=True, on_delete="SET NULL")
        notice_given_on = DateField(null=True)
        example = BooleanField(index=True, default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "partnership"
            indexes = ((("stage", "name"), False),)

    db.create_tables([Partnership])

    class Person(Model):
        public_id = CharField(unique=True, max_length=32)
        organization = ForeignKeyField(Organization, on_delete="CASCADE")
        name = CharField(index=True)
        function = CharField(max_length=30, default="")
        title = CharField(default="")
        email = CharField(max_length=254, default="")
        phone = CharField(max_length=40, default="")
        deputy = ForeignKeyField("self", null=True, on_delete="SET NULL")
        user = ForeignKeyField(User, null=True, on_delete="SET NULL")
        left_on = DateField(null=True)
        example = BooleanField(index=True, default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "person"
            indexes = ((("organization", "function", "name"), False),)

    db.create_tables([Person])

    class Action(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        text = TextField()
        side = CharField(max_length=8)
        owner = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        due_on = DateField(null=True)
        source = CharField(max_length=10, default="manual")
        source_note = CharField(default="")
        status = CharField(max_length=8, default="open")
        done_on = DateField(null=True)
        moved_times = IntegerField(default=0)
        private = BooleanField(default=False)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "action"
            indexes = (
                (("partnership", "status", "side", "due_on"), False),
                (("owner", "status", "due_on"), False),
                (("status", "due_on"), False),
            )

    db.create_tables([Action])

    class Meeting(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        kind = CharField(max_length=30)
        on = DateField(index=True, column_name="on_date")
        starts_at = TimeField()
        minutes = IntegerField()
        mode = CharField(max_length=10)
        place = CharField(default="")
        link = CharField(max_length=500, default="")
        status = CharField(max_length=10, default="planned")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "meeting"
            indexes = ((("partnership", "on"), False), (("status", "on", "starts_at"), False))

    db.create_tables([Meeting])

    class AgendaTopic(Model):
        meeting = ForeignKeyField(Meeting, on_delete="CASCADE")
        kind = CharField(max_length=8, default="topic")
        text = TextField()
        asked_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        approver = CharField(default="")
        minutes = IntegerField(default=5)
        position = IntegerField(default=0)
        private = BooleanField(default=False)
        removed = BooleanField(default=False)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "agenda_topic"

    db.create_tables([AgendaTopic])

    class Attendance(Model):
        meeting = ForeignKeyField(Meeting, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "attendance"
            indexes = ((("meeting", "person"), True),)

    db.create_tables([Attendance])

    class ChangeEvent(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        on = DateField(column_name="on_date")
        kind = CharField(max_length=8)
        text = TextField()
        answer = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "change_event"
            indexes = ((("partnership", "on"), False),)

    db.create_tables([ChangeEvent])

    class Concern(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        opened_on = DateField()
        raised_by_side = CharField(max_length=8)
        area = CharField(max_length=16)
        text = TextField()
        sharable = BooleanField(default=False)
        resolved_on = DateField(null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "concern"

    db.create_tables([Concern])

    class CostInputs(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        name = CharField(default="Current")
        inputs = JSONField(default=dict)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "cost_inputs"

    db.create_tables([CostInputs])

    class DataMonth(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        month = IntegerField()
        month_on = DateField()
        forecast_referrals = IntegerField(null=True)
        referrals = IntegerField(null=True)
        ineligible = IntegerField(null=True)
        unreachable = IntegerField(null=True)
        declined = IntegerField(null=True)
        new_enrolled = IntegerField(null=True)
        assessments = IntegerField(null=True)
        deaths = IntegerField(null=True)
        deaths_within_60_days = IntegerField(null=True)
        hospice_transfers = IntegerField(null=True)
        other_exits = IntegerField(null=True)
        census_start = IntegerField(null=True)
        census_end = IntegerField(null=True)
        patient_months = BigIntegerField(null=True)
        forecast_census = IntegerField(null=True)
        capacity = IntegerField(null=True)
        rn_visits = IntegerField(null=True)
        sw_visits = IntegerField(null=True)
        physician_videos = IntegerField(null=True)
        phone_contacts = IntegerField(null=True)
        chaplain_contacts = IntegerField(null=True)
        encounters = IntegerField(null=True)
        clinical_hours = BigIntegerField(null=True)
        drive_hours = BigIntegerField(null=True)
        encounter_cost_cents = BigIntegerField(null=True)
        variable_admin_cost_cents = BigIntegerField(null=True)
        intake_cost_cents = BigIntegerField(null=True)
        fixed_overhead_cents = BigIntegerField(null=True)
        total_cost_cents = BigIntegerField(null=True)
        case_rate_revenue_cents = BigIntegerField(null=True)
        assessment_revenue_cents = BigIntegerField(null=True)
        supplement_revenue_cents = BigIntegerField(null=True)
        other_revenue_cents = BigIntegerField(null=True)
        total_revenue_cents = BigIntegerField(null=True)
        margin_cents = BigIntegerField(null=True)
        running_margin_cents = BigIntegerField(null=True)
        ed_visits = IntegerField(null=True)
        admissions = IntegerField(null=True)
        seen_within_14_days = IntegerField(null=True)
        acp_discussed = IntegerField(null=True)
        hospice_ready = IntegerField(null=True)
        outliers = IntegerField(null=True)
        active_sites = IntegerField(null=True)
        expected_sites = IntegerField(null=True)
        reporting_hours = BigIntegerField(null=True)
        auth_days_mean = BigIntegerField(null=True)
        reply_days_mean = BigIntegerField(null=True)
        days_to_payment_mean = BigIntegerField(null=True)
        actions_due = IntegerField(null=True)
        actions_on_time = IntegerField(null=True)
        meetings_planned = IntegerField(null=True)
        meetings_held = IntegerField(null=True)
        departures_12_months = IntegerField(null=True)
        average_staff = BigIntegerField(null=True)
        mean_stay_months = BigIntegerField(null=True)
        forecast_stay_months = BigIntegerField(null=True)
        plan_cost_pmpm_cents = BigIntegerField(null=True)
        comparison_cost_pmpm_cents = BigIntegerField(null=True)
        non_revenue_hours = BigIntegerField(null=True)
        team_hours = BigIntegerField(null=True)
        version = IntegerField(default=1)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "data_month"
            indexes = ((("partnership", "month"), True),)

    db.create_tables([DataMonth])

    class EndedVisit(Model):
        visit = CharField(unique=True, max_length=32)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "ended_visit"

    db.create_tables([EndedVisit])

    class History(Model):
        at = DateTimeField(index=True)
        actor_id = IntegerField(null=True)
        actor_name = CharField()
        verb = CharField()
        entity = CharField()
        entity_id = IntegerField()
        partnership_id = IntegerField(null=True)
        before = JSONField(null=True)
        after = JSONField(null=True)

        class Meta:
            database = db
            table_name = "history"
            indexes = ((("entity", "entity_id"), False), (("partnership_id", "at"), False))

    db.create_tables([History])

    class HolidayChange(Model):
        on = DateField(unique=True, column_name="on_date")
        name = CharField()
        kind = CharField(max_length=8)

        class Meta:
            database = db
            table_name = "holiday_change"

    db.create_tables([HolidayChange])

    class House(Model):
        name = CharField(default="")
        time_zone = CharField(max_length=64)
        holidays = CharField(max_length=12, default="US")
        approval_days = IntegerField(default=15)
        mail_proven_at = DateTimeField(null=True)
        mail_code = CharField(null=True, max_length=12)
        mail_code_at = DateTimeField(null=True)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "house"

    db.create_tables([House])

    class JobRun(Model):
        name = CharField(unique=True)
        started_at = DateTimeField()
        finished_at = DateTimeField(null=True)
        ok = BooleanField(default=False)
        words = TextField(default="")

        class Meta:
            database = db
            table_name = "job_run"

    db.create_tables([JobRun])

    class LoginAttempt(Model):
        account = CharField(index=True, max_length=64)
        ip = CharField(index=True, max_length=64)
        at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "login_attempt"

    db.create_tables([LoginAttempt])

    class Membership(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        side = CharField(max_length=8)
        lead = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "membership"
            indexes = ((("partnership", "person"), True),)

    db.create_tables([Membership])

    class Milestone(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        catalogue_id = CharField(max_length=12, default="")
        stage = CharField(max_length=20)
        title = CharField()
        lead = CharField(max_length=8)
        owner = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        due_on = DateField(null=True)
        done_on = DateField(null=True)
        evidence = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "milestone"
            indexes = ((("partnership", "done_on", "due_on"), False), (("done_on", "due_on"), False))

    db.create_tables([Milestone])

    class Notice(Model):
        key = CharField(unique=True, max_length=300)
        kind = CharField(max_length=20)
        thing = CharField(max_length=64)
        occurrence_on = DateField()
        lead_days = IntegerField()
        recipient = CharField(max_length=254)
        partnership_id = IntegerField(null=True)
        mail_key = CharField(max_length=300)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "notice"
            indexes = ((("kind", "thing"), False), (("mail_key",), False))

    db.create_tables([Notice])

    class OneTimeLink(Model):
        purpose = CharField(max_length=12)
        token_hash = CharField(unique=True, max_length=64)
        user_id = IntegerField(null=True)
        created_at = DateTimeField()
        used_at = DateTimeField(null=True)
        facts = JSONField(null=True)

        class Meta:
            database = db
            table_name = "one_time_link"

    db.create_tables([OneTimeLink])

    class OutboxMail(Model):
        dedupe_key = CharField(unique=True, max_length=300)
        kind = CharField(max_length=40)
        recipient = CharField(max_length=254)
        recipient_name = CharField(default="")
        user_id = IntegerField(null=True)
        partnership_id = IntegerField(null=True)
        occurrence_on = DateField()
        why = TextField()
        subject = CharField(max_length=300)
        text = TextField()
        html = TextField(default="")
        message_id = CharField(unique=True)
        created_at = DateTimeField()
        not_before = DateTimeField()
        status = CharField(max_length=12, default="pending")
        claimed_by = CharField(null=True)
        claim_until = DateTimeField(null=True)
        attempts = IntegerField(default=0)
        first_attempt_at = DateTimeField(null=True)
        sent_at = DateTimeField(null=True)
        words = TextField(default="")

        class Meta:
            database = db
            table_name = "outbox_mail"
            indexes = ((("status", "not_before"), False), (("status", "claim_until"), False))

    db.create_tables([OutboxMail])

    class Pulse(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        on = DateField(column_name="on_date")
        payer_mean = BigIntegerField(null=True)
        provider_mean = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "pulse"
            indexes = ((("partnership", "on"), True),)

    db.create_tables([Pulse])

    class Review(Model):
        public_id = CharField(unique=True, max_length=32)
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        due_on = DateField()
        held_on = DateField()
        note = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "review"
            indexes = ((("partnership", "due_on"), True),)

    db.create_tables([Review])

    class StageChange(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        from_stage = CharField(max_length=20, default="")
        to_stage = CharField(max_length=20)
        on = DateField(column_name="on_date")
        reason = TextField(default="")

        class Meta:
            database = db
            table_name = "stage_change"

    db.create_tables([StageChange])

    class Term(Model):
        partnership = ForeignKeyField(Partnership, on_delete="CASCADE")
        key = CharField(max_length=60)
        effective_on = DateField()
        value = JSONField(null=True)
        unknown = BooleanField(default=False)
        settled_with = CharField(default="")
        settled_on = DateField(null=True)
        version = IntegerField(default=1)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "term"
            indexes = ((("partnership", "key", "effective_on"), True), (("key", "effective_on"), False))

    db.create_tables([Term])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("term"))
    migrator.migrate(migrator.drop_table("stage_change"))
    migrator.migrate(migrator.drop_table("review"))
    migrator.migrate(migrator.drop_table("pulse"))
    migrator.migrate(migrator.drop_table("outbox_mail"))
    migrator.migrate(migrator.drop_table("one_time_link"))
    migrator.migrate(migrator.drop_table("notice"))
    migrator.migrate(migrator.drop_table("milestone"))
    migrator.migrate(migrator.drop_table("membership"))
    migrator.migrate(migrator.drop_table("login_attempt"))
    migrator.migrate(migrator.drop_table("job_run"))
    migrator.migrate(migrator.drop_table("house"))
    migrator.migrate(migrator.drop_table("holiday_change"))
    migrator.migrate(migrator.drop_table("history"))
    migrator.migrate(migrator.drop_table("ended_visit"))
    migrator.migrate(migrator.drop_table("data_month"))
    migrator.migrate(migrator.drop_table("cost_inputs"))
    migrator.migrate(migrator.drop_table("concern"))
    migrator.migrate(migrator.drop_table("change_event"))
    migrator.migrate(migrator.drop_table("attendance"))
    migrator.migrate(migrator.drop_table("agenda_topic"))
    migrator.migrate(migrator.drop_table("meeting"))
    migrator.migrate(migrator.drop_table("action"))
    migrator.migrate(migrator.drop_table("person"))
    migrator.migrate(migrator.drop_table("partnership"))
    migrator.migrate(migrator.drop_table("user"))
    migrator.migrate(migrator.drop_table("organization"))
