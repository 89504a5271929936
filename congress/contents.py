"""What each slice brings: its pages, its calls, what it keeps about persons, its jobs. One line each, in one place."""

from congress.accounts import account_views, campus_views, factor_views, reset_views, second_views, wechat_views
from congress.accounts import personal as accounts_personal
from congress.accounts import staff_views as accounts_staff
from congress.accounts import views as accounts_views
from congress.admin import endpoints as message_endpoints
from congress.admin import message_words
from congress.admin import outbox as admin_outbox
from congress.admin import staff_views as admin_staff
from congress.admin import system as admin_system
from congress.almamater import endpoints as almamater_endpoints
from congress.almamater import school_views as almamater_school
from congress.almamater import views as almamater_views
from congress.alumni import personal as alumni_personal
from congress.api import endpoints as api_endpoints
from congress.api import jobs as job_endpoints
from congress.api import uploads as upload_endpoints
from congress.attendance import personal as attendance_personal
from congress.attendance import staff_views as attendance_staff
from congress.attendance import tasks as attendance_tasks
from congress.attendance import views as attendance_views
from congress.calls import endpoints as calls_endpoints
from congress.calls import personal as calls_personal
from congress.calls import staff_views as calls_staff
from congress.calls import views as calls_views
from congress.campaigns import endpoints as campaign_endpoints
from congress.campaigns import personal as campaigns_personal
from congress.campaigns import reminder_staff_views as reminders_staff
from congress.campaigns import staff_views as campaigns_staff
from congress.campaigns import tasks as campaign_tasks
from congress.campaigns import views as campaign_views
from congress.ceremony import endpoints as ceremony_endpoints
from congress.ceremony import staff_views as ceremony_staff
from congress.changes import personal as changes_personal
from congress.changes import staff_views as changes_staff
from congress.checkin import companion_endpoints as companions_endpoints
from congress.checkin import companion_views as companions
from congress.checkin import device_staff_views as checkin_devices_staff
from congress.checkin import device_views as checkin_device
from congress.checkin import drill_staff_views as checkin_drill_staff
from congress.checkin import duty_views as checkin_duty
from congress.checkin import endpoints as checkin_endpoints
from congress.checkin import guest_staff_views as checkin_guests_staff
from congress.checkin import kiosk_views as checkin_kiosk
from congress.checkin import liaison_views as checkin_liaison
from congress.checkin import personal as checkin_personal
from congress.checkin import presence_staff_views as checkin_presence_staff
from congress.checkin import quarantine_staff_views as checkin_quarantine_staff
from congress.checkin import staff_views as checkin_staff
from congress.checkin import supervisor_staff_views as checkin_supervisors_staff
from congress.checkin import views as checkin_views
from congress.coordination import school_views as coordination_school
from congress.coordination import staff_views as coordination_staff
from congress.coordination import views as coordination_views
from congress.credit import alma_mater_views as credit_alma_maters
from congress.credit import calendar_views as credit_calendar
from congress.credit import dispute_endpoints as credit_dispute_endpoints
from congress.credit import dispute_views as credit_disputes
from congress.credit import endpoints as credit_endpoints
from congress.credit import personal as credit_personal
from congress.credit import publication_endpoints as credit_publication_endpoints
from congress.credit import publication_views as credit_publications
from congress.credit import rule_views as credit_rules
from congress.credit import staff_views as credit_staff
from congress.credit import tasks as credit_tasks
from congress.credit import views as credit_views
from congress.deadlines import endpoints as deadlines_endpoints
from congress.deadlines import personal as deadlines_personal
from congress.deadlines import staff_views as deadlines_staff
from congress.deadlines import tasks as deadlines_tasks
from congress.delegations import endpoints as delegation_endpoints
from congress.delegations import personal as delegations_personal
from congress.delegations import staff_views as delegations_staff
from congress.delegations import tasks as delegations_tasks
from congress.delegations import views as delegations_views
from congress.desk import staff_views as desk_staff
from congress.exports import endpoints as exports_endpoints
from congress.exports import staff_views as exports_staff
from congress.exports import tasks as exports_tasks
from congress.filings import endpoints as filings_endpoints
from congress.filings import personal as filings_personal
from congress.filings import staff_views as filings_staff
from congress.filings import tasks as filings_tasks
from congress.filings import views as filings_views
from congress.foundation import batch_jobs, idempotency_jobs, personal_tables
from congress.handbook import endpoints as handbook_endpoints
from congress.handbook import feeds as handbook_feeds
from congress.handbook import paper_views as handbook_papers
from congress.handbook import personal as handbook_personal
from congress.handbook import review_staff as handbook_review
from congress.handbook import staff_views as handbook_staff
from congress.handbook import tasks as handbook_tasks
from congress.helpdesk import personal as helpdesk_personal
from congress.helpdesk import tasks as helpdesk_tasks
from congress.helpdesk import views as helpdesk_views
from congress.notifications import personal as notifications_personal
from congress.notifications import tasks as notification_tasks
from congress.notifications import views as notification_views
from congress.outcomes import endpoints as outcome_endpoints
from congress.outcomes import level_views as outcome_levels
from congress.outcomes import personal as outcomes_personal
from congress.outcomes import staff_views as outcomes_staff
from congress.payments import bank_views as payments_bank
from congress.payments import books_views as payments_books
from congress.payments import endpoints as payment_endpoints
from congress.payments import personal as payments_personal
from congress.payments import selling_views as payments_selling
from congress.payments import staff_views as payments_staff
from congress.payments import tasks as payment_tasks
from congress.payments import views as payment_views
from congress.payments import webhook_views as payment_webhook
from congress.people import personal as people_personal
from congress.people import staff_views as people_doubles
from congress.portal import desks as desk_views
from congress.portal import health as portal_health
from congress.portal import me as me_views
from congress.portal import tasks as portal_tasks
from congress.portal import views as portal_views
from congress.privacy import answer_views as privacy_answers
from congress.privacy import personal as privacy_personal
from congress.privacy import police_views
from congress.privacy import staff_views as privacy_staff
from congress.privacy import tasks as privacy_tasks
from congress.privacy import views as privacy_views
from congress.programme import endpoints as programme_endpoints
from congress.programme import export_endpoints as programme_exports
from congress.programme import feeds as programme_feeds
from congress.programme import import_endpoints as programme_imports
from congress.programme import import_staff, people_staff, plan_staff, release_staff, sponsor_staff
from congress.programme import personal as programme_personal
from congress.programme import staff_views as programme_staff
from congress.programme import views as programme_views
from congress.promises import endpoints as promises_endpoints
from congress.promises import personal as promises_personal
from congress.promises import staff_views as promises_staff
from congress.promises import tasks as promises_tasks
from congress.promises import views as promises_views
from congress.questions import personal as questions_personal
from congress.questions import staff_views as questions_staff
from congress.registration import (
    agenda_staff,
    answer_endpoints,
    answer_files,
    follow_up_views,
    invitation_endpoints,
    invitation_views,
    roster_endpoints,
    roster_staff,
)
from congress.registration import deputy_staff_views as deputy_staff
from congress.registration import endpoints as registration_endpoints
from congress.registration import personal as registration_personal
from congress.registration import photo_views as photos
from congress.registration import staff_views as registration_staff
from congress.registration import tasks as registration_tasks
from congress.registration import views as registration_views
from congress.reports import endpoints as reports_endpoints
from congress.reports import staff_views as reports_staff
from congress.returns import endpoints as returns_endpoints
from congress.returns import personal as returns_personal
from congress.returns import staff_views as returns_staff
from congress.returns import tasks as returns_tasks
from congress.returns import views as returns_views
from congress.review import chain_staff, office_views
from congress.review import personal as review_personal
from congress.review import staff_views as review_staff
from congress.review import views as review_views
from congress.screens import staff_views as screens_staff
from congress.screens import views as screen_views
from congress.seating import endpoints as seating_endpoints
from congress.seating import personal as seating_personal
from congress.seating import staff_views as seating_staff
from congress.signing import double_endpoints as signing_double_endpoints
from congress.signing import double_views as signing_doubles
from congress.signing import endpoints as signing_endpoints
from congress.signing import personal as signing_personal
from congress.signing import staff_views as signing_staff
from congress.signing import table_views as signing_tables
from congress.signing import views as signing_views
from congress.stay import endpoints as stay_endpoints
from congress.stay import list_staff_views, trip_staff_views
from congress.stay import personal as stay_personal
from congress.stay import staff_views as stay_staff
from congress.stay import views as stay_views
from congress.yearly import endpoints as yearly_endpoints
from congress.yearly import personal as yearly_personal
from congress.yearly import staff_views as yearly_staff
from congress.yearly import views as yearly_views

API = "/api/v1"
PAGES = [
    (accounts_views.blueprint, ""),
    (second_views.blueprint, ""),
    (reset_views.blueprint, ""),
    (campus_views.blueprint, ""),
    (account_views.blueprint, ""),
    (factor_views.blueprint, ""),
    (wechat_views.blueprint, ""),
    (portal_views.blueprint, ""),
    (me_views.blueprint, ""),
    (programme_views.blueprint, ""),
    (programme_feeds.blueprint, ""),
    (handbook_feeds.blueprint, ""),
    (coordination_views.blueprint, ""),
    (coordination_staff.blueprint, ""),
    (coordination_school.blueprint, ""),
    (exports_staff.blueprint, ""),
    (registration_views.blueprint, ""),
    (checkin_device.pages, ""),
    (checkin_views.blueprint, ""),
    (companions.blueprint, ""),
    (photos.blueprint, ""),
    (checkin_duty.blueprint, ""),
    (checkin_liaison.blueprint, ""),
    (credit_views.blueprint, ""),
    (registration_staff.blueprint, ""),
    (roster_staff.blueprint, ""),
    (agenda_staff.blueprint, ""),
    (follow_up_views.blueprint, ""),
    (questions_staff.blueprint, ""),
    (deputy_staff.blueprint, ""),
    (answer_files.blueprint, ""),
    (privacy_answers.blueprint, ""),
    (invitation_views.blueprint, ""),
    (delegations_views.blueprint, ""),
    (delegations_staff.blueprint, ""),
    (almamater_views.blueprint, ""),
    (almamater_school.blueprint, ""),
    (calls_views.blueprint, ""),
    (calls_staff.blueprint, ""),
    (seating_staff.blueprint, ""),
    (stay_views.blueprint, ""),
    (stay_staff.blueprint, ""),
    (list_staff_views.blueprint, ""),
    (trip_staff_views.blueprint, ""),
    (handbook_staff.blueprint, ""),
    (handbook_papers.blueprint, ""),
    (handbook_review.blueprint, ""),
    (programme_staff.blueprint, ""),
    (plan_staff.blueprint, ""),
    (people_staff.blueprint, ""),
    (release_staff.blueprint, ""),
    (sponsor_staff.blueprint, ""),
    (import_staff.blueprint, ""),
    (checkin_staff.blueprint, ""),
    (checkin_devices_staff.blueprint, ""),
    (checkin_presence_staff.blueprint, ""),
    (checkin_quarantine_staff.blueprint, ""),
    (checkin_drill_staff.blueprint, ""),
    (checkin_guests_staff.blueprint, ""),
    (checkin_kiosk.pages, ""),
    (checkin_supervisors_staff.blueprint, ""),
    (signing_views.blueprint, ""),
    (signing_staff.blueprint, ""),
    (campaigns_staff.blueprint, ""),
    (reminders_staff.blueprint, ""),
    (signing_doubles.blueprint, ""),
    (signing_tables.blueprint, ""),
    (ceremony_staff.blueprint, ""),
    (outcomes_staff.blueprint, ""),
    (outcome_levels.blueprint, ""),
    (promises_staff.blueprint, ""),
    (promises_views.blueprint, ""),
    (filings_views.blueprint, ""),
    (filings_staff.blueprint, ""),
    (deadlines_staff.blueprint, ""),
    (credit_staff.blueprint, ""),
    (credit_calendar.blueprint, ""),
    (helpdesk_views.blueprint, ""),
    (credit_publications.blueprint, ""),
    (credit_disputes.blueprint, ""),
    (credit_rules.blueprint, ""),
    (payment_views.blueprint, ""),
    (payments_staff.blueprint, ""),
    (payments_selling.blueprint, ""),
    (payments_bank.blueprint, ""),
    (payments_books.blueprint, ""),
    (credit_alma_maters.blueprint, ""),
    (returns_views.blueprint, ""),
    (returns_staff.blueprint, ""),
    (reports_staff.blueprint, ""),
    (yearly_views.blueprint, ""),
    (yearly_staff.blueprint, ""),
    (desk_views.blueprint, ""),
    (desk_staff.blueprint, ""),
    (attendance_views.blueprint, ""),
    (attendance_staff.blueprint, ""),
    (screen_views.blueprint, ""),
    (screens_staff.blueprint, ""),
    (privacy_views.blueprint, ""),
    (privacy_staff.blueprint, ""),
    (people_doubles.blueprint, ""),
    (police_views.blueprint, ""),
    (changes_staff.blueprint, ""),
    (review_staff.blueprint, ""),
    (review_views.blueprint, ""),
    (chain_staff.blueprint, ""),
    (office_views.blueprint, ""),
    (admin_outbox.blueprint, ""),
    (message_words.blueprint, ""),
    (accounts_staff.blueprint, ""),
    (admin_staff.blueprint, ""),
    (admin_system.blueprint, ""),
    (portal_health.blueprint, ""),
]
CALLS = [
    api_endpoints.blueprint,
    programme_endpoints.blueprint,
    programme_exports.blueprint,
    programme_imports.blueprint,
    registration_endpoints.blueprint,
    invitation_endpoints.blueprint,
    roster_endpoints.blueprint,
    answer_endpoints.blueprint,
    delegation_endpoints.blueprint,
    almamater_endpoints.blueprint,
    calls_endpoints.blueprint,
    seating_endpoints.blueprint,
    stay_endpoints.blueprint,
    handbook_endpoints.blueprint,
    checkin_endpoints.blueprint,
    companions_endpoints.blueprint,
    upload_endpoints.blueprint,
    job_endpoints.blueprint,
    signing_endpoints.blueprint,
    signing_double_endpoints.blueprint,
    outcome_endpoints.blueprint,
    promises_endpoints.blueprint,
    filings_endpoints.blueprint,
    deadlines_endpoints.blueprint,
    credit_endpoints.blueprint,
    exports_endpoints.blueprint,
    credit_publication_endpoints.blueprint,
    credit_dispute_endpoints.blueprint,
    payment_endpoints.blueprint,
    yearly_endpoints.blueprint,
    reports_endpoints.blueprint,
    returns_endpoints.blueprint,
    ceremony_endpoints.blueprint,
    campaign_endpoints.blueprint,
    message_endpoints.blueprint,
]
# a gate's device names itself in a header that no other site's page can send
DEVICE_CALLS = [checkin_device.calls, checkin_kiosk.calls]
# Stripe and the SMS gateway sign what they send; whoever takes themselves off a list holds the letter's secret
HOOKS = [payment_webhook.blueprint, campaign_views.blueprint, notification_views.blueprint]
# what each slice keeps about persons, those first by whom everything else is found
PERSONAL = [
    alumni_personal.TABLES,
    registration_personal.TABLES,
    questions_personal.TABLES,
    accounts_personal.TABLES,
    notifications_personal.TABLES,
    programme_personal.TABLES,
    seating_personal.TABLES,
    stay_personal.TABLES,
    calls_personal.TABLES,
    checkin_personal.TABLES,
    delegations_personal.TABLES,
    handbook_personal.TABLES,
    payments_personal.TABLES,
    signing_personal.TABLES,
    attendance_personal.TABLES,
    outcomes_personal.TABLES,
    campaigns_personal.TABLES,
    promises_personal.TABLES,
    filings_personal.TABLES,
    deadlines_personal.TABLES,
    returns_personal.TABLES,
    helpdesk_personal.TABLES,
    credit_personal.TABLES,
    privacy_personal.TABLES,
    people_personal.TABLES,
    yearly_personal.TABLES,
    changes_personal.TABLES,
    review_personal.TABLES,
    personal_tables.TABLES,
]
# what may be taken out as a file, in the order of the menu
JOBS = [  # imported so that Celery knows their jobs
    attendance_tasks,
    batch_jobs,
    campaign_tasks,
    credit_tasks,
    filings_tasks,
    exports_tasks,
    delegations_tasks,
    deadlines_tasks,
    handbook_tasks,
    helpdesk_tasks,
    idempotency_jobs,
    notification_tasks,
    payment_tasks,
    portal_tasks,
    privacy_tasks,
    promises_tasks,
    registration_tasks,
    returns_tasks,
]
