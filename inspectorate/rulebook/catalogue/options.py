"""What a rule of choice may be set to: value and words."""
from django.utils.translation import gettext_lazy as _

CHIEF_TITLES = (
    ("chief_inspector", _("Chief inspector, deputy chief inspector")),
    ("inspector", _("Inspector, deputy inspector")),
)
CAP_TYPES = (
    ("comprehensive", _("Comprehensive inspection")),
    ("end_of_term", _("End-of-term inspection of the head")),
    ("special", _("Special inspection")),
)
DEGREES = (
    ("junior_college", _("Junior college")),
    ("bachelor", _("Bachelor degree")),
    ("master", _("Master degree")),
)
CERTIFICATE_ISSUERS = (
    ("inspectorate", _("The inspectorate")),
    ("government", _("The government at the same level")),
    ("government_or_inspectorate", _("The government or the inspectorate")),
    ("upper_inspectorate", _("The municipal inspectorate, in one format")),
)
INSPECTOR_CATEGORIES = (
    ("government", _("Inspection of governments")),
    ("school", _("Inspection of schools")),
    ("monitoring", _("Assessment and monitoring")),
)
COUNTED_INSPECTORS = (
    ("all_inspectors", _("All full-time and part-time inspectors")),
    ("responsible_inspectors", _("Responsible inspectors only")),
)
TRAINING_MODES = (
    ("centralised", _("Centralised training")),
    ("online", _("Online training")),
    ("self_study", _("Self-study")),
)
RECUSAL_GROUNDS = (
    ("head_relative", _("Close relative of the main head")),
    ("fairness", _("Other tie that may affect fairness")),
    ("relative_employed", _("Spouse, parent or child employed there")),
    ("relative_studying", _("Spouse, parent or child studying there")),
    ("staff", _("Member of its staff")),
    ("former_staff", _("Left the unit within the set time")),
)
PLATE_SIZES = (
    ("a3_landscape", _("A3, landscape")),
    ("a2_landscape", _("A2, landscape")),
    ("local", _("Local specification")),
)
EMPHASES = (
    ("party_building", _("Party building")),
    ("ideological_work", _("Ideological work")),
    ("management", _("School management")),
    ("lawful_running", _("Lawful running")),
    ("enrolment", _("Enrolment")),
    ("teaching", _("Teaching")),
    ("research", _("Scientific research")),
    ("ethics", _("Teacher ethics")),
    ("resources", _("Resources")),
    ("fees", _("Fees")),
    ("safety", _("Safety and stability")),
    ("quality_evaluation", _("Quality evaluation")),
)
CYCLE_KINDS = (
    ("any", _("Special or comprehensive inspection")),
    ("comprehensive", _("Comprehensive inspection")),
)
FEEDBACK_TRIGGERS = (
    ("end", _("End of the inspection")),
    ("deliberation", _("Deliberation of the team")),
)
DEFENCE_TRIGGERS = (
    ("receipt", _("Receipt of the preliminary opinion")),
    ("end", _("End of the inspection")),
)
DEFENCE_ADDRESSEES = (
    ("inspectorate", _("The inspectorate")),
    ("team", _("The inspection team")),
)
LETTER_TRIGGERS = (
    ("end", _("End of the inspection")),
    ("feedback", _("Feedback of the preliminary opinion")),
)
LETTER_VISIBILITIES = (
    ("internal", _("Internal")),
    ("optional", _("The office decides")),
    ("public", _("Published")),
)
CHALLENGE_ADDRESSEES = (
    ("upper", _("The upper inspectorate")),
    ("same", _("The same inspectorate")),
)
INTERVIEW_HOSTS = (
    ("office", _("The committee office")),
    ("organisation_department", _("The organisation department")),
    ("departments_concerned", _("The departments concerned")),
    ("education_bureau", _("The education bureau")),
    ("city_inspectorate", _("The city inspectorate")),
    ("county_inspectorate", _("The county inspectorate")),
)
RECORD_RECIPIENTS = (
    ("party_committee", _("Party committee where the unit is")),
    ("government", _("Government where the unit is")),
    ("upper_inspectorate", _("The upper inspectorate")),
    ("upper_department", _("The upper department, for filing")),
)
PUBLICITY_SCOPES = (
    ("by_severity", _("By severity of the case")),
    ("unit", _("Within the unit")),
    ("education_system", _("Within the education system")),
    ("whole_society", _("To the whole society")),
)
RETENTION_CLASSES = (
    ("permanent", _("Permanent")),
    ("years_30", _("30 years")),
    ("years_10", _("10 years")),
)
VETO_ITEMS = (
    ("exam_enrolment", _("Enrolment by examination")),
    ("school_choice", _("Unlawful school choice")),
    ("key_classes", _("Key schools or key classes")),
    ("vacant_posts", _("Posts kept vacant or long use of teachers off the establishment")),
    ("safety_accident", _("Grave safety accident")),
    ("discipline_case", _("Serious discipline case")),
    ("fraud", _("Fraud")),
    ("low_recognition", _("Low social recognition")),
    ("weak_burden_control", _("Weak control of tutoring and study load")),
)
RETENTION_FORMULAS = (
    ("A", _("(graduates - moved in + moved out) / (entered - deaths)")),
    ("B", _("graduates / (entered + moved in - deaths - moved out)")),
)
ENROLMENT_BASES = (
    ("registered_3_6", _("Registered population aged 3 to 6")),
    ("resident_3_5", _("Resident population aged 3 to 5")),
    ("resident_4_6", _("Resident population aged 4 to 6")),
)
KINDERGARTEN_INSTRUMENTS = (
    ("2017", _("Instrument of 2017")),
    ("2023", _("Instrument of 2023")),
)
