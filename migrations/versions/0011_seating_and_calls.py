"""Seating plans, and calls for topics with their proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _seating()
    _calls()
    _proposals()


def _seating() -> None:
    op.create_table(
        "seating_plans",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("forum_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", KEY, nullable=True),
        sa.Column("proposed_name", sa.String(length=120), nullable=False),
        sa.Column("released_name", sa.String(length=120), nullable=False),
        sa.Column("released_at", TIME, nullable=True),
        sa.Column("changed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_seating_plans_congress_id_congresses"),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name="fk_seating_plans_forum_id_forums"),
        sa.PrimaryKeyConstraint("id", name="pk_seating_plans"),
        sa.UniqueConstraint("forum_id", name="uq_seating_plans_forum_id"),
    )
    op.create_index("ix_seating_plans_congress_id", "seating_plans", ["congress_id"])
    op.create_table(
        "seat_blocks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("plan_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("seat_rows", KEY, nullable=False),
        sa.Column("seat_columns", KEY, nullable=False),
        sa.Column("category_id", KEY, nullable=True),
        sa.Column("most_rank", KEY, nullable=True),
        sa.CheckConstraint("seat_rows >= 1 AND seat_columns >= 1", name="ck_seat_blocks_size"),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["seating_plans.id"], name="fk_seat_blocks_plan_id_seating_plans", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name="fk_seat_blocks_category_id_categories"),
        sa.PrimaryKeyConstraint("id", name="pk_seat_blocks"),
    )
    op.create_index("ix_seat_blocks_plan_id", "seat_blocks", ["plan_id"])
    op.create_table(
        "closed_seats",
        sa.Column("block_id", KEY, nullable=False),
        sa.Column("seat_row", KEY, nullable=False),
        sa.Column("seat_column", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["seat_blocks.id"], name="fk_closed_seats_block_id_seat_blocks", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_id", "seat_row", "seat_column", name="pk_closed_seats"),
    )
    op.create_table(
        "seat_guests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("plan_id", KEY, nullable=False),
        sa.Column("registration_id", KEY, nullable=True),
        sa.Column("speaker_id", KEY, nullable=True),
        sa.Column("rank", KEY, nullable=True),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("block_id", KEY, nullable=True),
        sa.Column("seat_row", KEY, nullable=True),
        sa.Column("seat_column", KEY, nullable=True),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(registration_id IS NULL) <> (speaker_id IS NULL)", name="ck_seat_guests_one_person"),
        sa.CheckConstraint(
            "(block_id IS NULL) = (seat_row IS NULL) AND (block_id IS NULL) = (seat_column IS NULL)",
            name="ck_seat_guests_whole_seat",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["seating_plans.id"], name="fk_seat_guests_plan_id_seating_plans", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name="fk_seat_guests_registration_id_registrations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name="fk_seat_guests_speaker_id_speakers", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["block_id"], ["seat_blocks.id"], name="fk_seat_guests_block_id_seat_blocks"),
        sa.PrimaryKeyConstraint("id", name="pk_seat_guests"),
        sa.UniqueConstraint("plan_id", "registration_id", name="uq_seat_guests_plan_id_registration_id"),
        sa.UniqueConstraint("plan_id", "speaker_id", name="uq_seat_guests_plan_id_speaker_id"),
        sa.UniqueConstraint("block_id", "seat_row", "seat_column", name="uq_seat_guests_block_id_seat_row_seat_column"),
    )
    op.create_index("ix_seat_guests_registration_id", "seat_guests", ["registration_id"])


def _calls() -> None:
    op.create_table(
        "topic_calls",
        sa.Column("id", KEY, nullable=False),
        sa.Column("congress_id", KEY, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("track_id", KEY, nullable=True),
        sa.Column("opens_at", TIME, nullable=False),
        sa.Column("closes_at", TIME, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congresses.id"], name="fk_topic_calls_congress_id_congresses"),
        sa.ForeignKeyConstraint(["track_id"], ["tracks.id"], name="fk_topic_calls_track_id_tracks"),
        sa.PrimaryKeyConstraint("id", name="pk_topic_calls"),
        sa.UniqueConstraint("congress_id", "slug", name="uq_topic_calls_congress_id_slug"),
    )
    op.create_table(
        "topic_reviewers",
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["topic_calls.id"], name="fk_topic_reviewers_call_id_topic_calls", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_topic_reviewers_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", "user_id", name="pk_topic_reviewers"),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("proposer", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("school_id", KEY, nullable=True),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("session_key", sa.String(length=120), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["topic_calls.id"], name="fk_proposals_call_id_topic_calls"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_proposals_user_id_users"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_proposals_school_id_schools"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("public_id", name="uq_proposals_public_id"),
        sa.UniqueConstraint("code_digest", name="uq_proposals_code_digest"),
    )
    op.create_index("ix_proposals_user_id", "proposals", ["user_id"])
    op.create_index("ix_proposals_call_id_state", "proposals", ["call_id", "state"])
    op.create_table(
        "proposed_speakers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_proposed_speakers_proposal_id_proposals", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposed_speakers"),
        sa.UniqueConstraint("code_digest", name="uq_proposed_speakers_code_digest"),
    )
    op.create_index("ix_proposed_speakers_proposal_id", "proposed_speakers", ["proposal_id"])
    op.create_table(
        "proposal_reviews",
        sa.Column("id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_proposal_reviews_proposal_id_proposals", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_proposal_reviews_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_reviews"),
        sa.UniqueConstraint("proposal_id", "user_id", name="uq_proposal_reviews_proposal_id_user_id"),
    )
    op.create_index("ix_proposal_reviews_user_id", "proposal_reviews", ["user_id"])


def downgrade() -> None:
    for table in ("proposal_reviews", "proposed_speakers", "proposals", "topic_reviewers", "topic_calls"):
        op.drop_table(table)
    for table in ("seat_guests", "closed_seats", "seat_blocks", "seating_plans"):
        op.drop_table(table)
