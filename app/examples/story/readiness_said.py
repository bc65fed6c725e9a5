"""What is said about readiness in every example: ratings, plans for gaps, resources. Invented."""

from __future__ import annotations

from collections.abc import Mapping

from app.examples.story.readiness_records import Plan, Resource

ALONE, TOGETHER, NEITHER = "partner_can_fill", "collaboration_can_fill", "partner_cannot_fill"
# What is not in place, by item; everything else is.
AT_FIRST: Mapping[str, str] = {
    "NA04": "partly", "NA05": "not_known", "NA06": "partly", "NA07": "not_known", "NA12": "partly",
    "NA19": "gap", "NA20": "partly", "NA26": "partly", "NA28": "partly", "NA29": "partly",
    "NA31": "partly", "NA32": "partly", "NA33": "partly", "NA36": "partly", "NA37": "partly",
    "NA39": "gap", "NA40": "gap", "NA41": "partly", "NA42": "partly", "NA47": "gap",
}  # fmt: skip
# A key clinician went: skills fell back, while what was mended in the first months holds.
AFTER_A_CHANGE: Mapping[str, str] = {
    "NA05": "partly", "NA07": "partly", "NA12": "gap", "NA14": "partly", "NA17": "partly",
    "NA19": "partly", "NA29": "in_place", "NA32": "in_place", "NA39": "partly", "NA40": "in_place",
    "NA42": "in_place", "NA47": "in_place",
}  # fmt: skip
# A calm year mends some of it.
AFTER_A_YEAR: Mapping[str, str] = {
    "NA05": "partly", "NA07": "partly", "NA12": "in_place", "NA14": "in_place", "NA17": "in_place",
    "NA39": "partly", "NA40": "in_place", "NA42": "in_place",
}  # fmt: skip
# Tasks came without pay and the plan's director left.
DRIFTED: Mapping[str, str] = {
    "NA05": "partly", "NA29": "in_place", "NA31": "gap", "NA34": "gap", "NA35": "partly",
    "NA39": "partly", "NA42": "in_place", "NA43": "gap", "NA44": "gap", "NA45": "partly",
    "NA46": "partly",
}  # fmt: skip
# The amendment took the added tasks back and brought an answer within two days.
AFTER_TALKS: Mapping[str, str] = {
    "NA06": "in_place", "NA34": "partly", "NA40": "partly", "NA41": "in_place", "NA43": "in_place",
    "NA45": "in_place",
}  # fmt: skip
SEEN: Mapping[tuple[str, str], str] = {
    ("NA12", "gap"): "With the nurse practitioner gone, nobody uses the prognosis tools.",
    ("NA19", "gap"): "Two cardiology groups know us by name only.",
    ("NA19", "partly"): "One cardiology group calls us; oncology does not yet.",
    ("NA31", "gap"): "No hour of the week is left for quality work.",
    ("NA34", "gap"): "The team is full with the tasks that came in the fall.",
    ("NA39", "gap"): "Nobody has a plan for members without an address.",
    ("NA40", "gap"): "Families miss visits for want of a ride.",
    ("NA43", "gap"): "Authorizations take more than a week.",
    ("NA44", "gap"): "Urgent questions take three days; nobody answers for clinical matters.",
    ("NA47", "gap"): "All reports are put together by us, by hand.",
}
PLANS: Mapping[str, Plan] = {
    "NA12": Plan("train_existing_staff", ALONE, "provider", ours="clinical",
                 first_step="Book the prognosis course for both nurses"),
    "NA14": Plan("train_existing_staff", ALONE, "provider", ours="clinical"),
    "NA19": Plan("make_connections", TOGETHER, ours="operations", theirs="case_management", is_dated=False),
    "NA31": Plan("find_support_for_quality_work_and_development", NEITHER, is_dated=False, instead="risk",
                 instead_note="Quality work waits until the caseload carries a half-day a week; "
                 "both sides accept this for a year."),
    "NA34": Plan("hire_new_staff", ALONE, "provider", ours="executive",
                 first_step="Post the half-time nurse position"),
    "NA39": Plan("make_connections", TOGETHER, ours="case_management", theirs="case_management",
                 first_step="Meet the county’s homeless services together"),
    "NA40": Plan("share_resources", ALONE, "payer", theirs="case_management",
                 first_step="Open the plan’s transport benefit to our families"),
    "NA43": Plan("reallocate_existing_staff", ALONE, "payer", theirs="operations",
                 first_step="Name one reviewer for palliative requests"),
    "NA44": Plan("make_connections", TOGETHER, ours="operations", theirs="operations",
                 first_step="The plan names a stand-in for clinical questions"),
    "NA47": Plan("share_resources", ALONE, "payer", theirs="informatics",
                 first_step="The plan’s analyst takes over the monthly sums"),
}  # fmt: skip
RESOURCES = (
    Resource("Plan complex case management", "case_management", "payer",
             "Members with three or more conditions",
             "By the case manager’s list, within five days", "Care management desk"),
    Resource("Plan transport benefit", "transport", "payer", "All members, 20 rides a year",
             "Call two business days before", "Member services"),
    Resource("County behavioral health", "behavioral_health", "both", "Adults with a serious diagnosis",
             "Warm handoff by our social worker", "Access line"),
    Resource("IHSS", "home_support", "provider", "Medi-Cal members who need help at home",
             "Application with the family; we send the medical form", "County social services",
             checked_long_ago=True),
    Resource("Home health agency with telehealth", "home_support", "provider",
             "Members with home health orders",
             "Through the ordering clinician", "Intake office", overlaps=True),
    Resource("Faith groups", "faith", "provider", "Anyone who asks", "Through our chaplain", "",
             checked_long_ago=True),
)  # fmt: skip
UNKNOWNS = (
    ("referral_sources", "Two hospitals send most.", "Clinics send half; one hospital never began."),
    ("outreach_effort", "Four hours a month after the first quarter.",
     "Nine hours a month, and it still shows."),
    ("largest_patient_groups", "Heart failure first, then lung disease.",
     "Cancer first, heart failure close behind."),
    ("team_roles", "The nurse leads, social work on call.", "Social work takes a third of all contacts."),
    ("workflow_changes_with_place_volume_or_staff", "None in the first year.",
     "Phone contacts replaced every fourth visit once drives grew longer."),
    ("projected_versus_actual_cost", "Balanced from the eighth month on.", ""),
)  # fmt: skip
RIGHT: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "usual": (
        ("patients", "good", "Screened together every two weeks; few do not fit."),
        ("time", "watch", "Clinics still think of us late."),
        ("supports", "good", "The plan’s analyst and transport took loads off the team."),
    ),
    "drifted": (
        ("patients", "watch", "The simpler criteria of the amendment are young; look again in spring."),
        ("time", "watch", "Two clinics refer early, the hospital late."),
        ("supports", "change", "Long drives and a full team: more must come from the plan and by video."),
    ),
    "ended": (
        ("patients", "good", "Who came did fit."),
        ("time", "change", "Most came in their last weeks, too late to change much."),
        ("supports", "watch", "Reports by hand took half a post."),
    ),
}
