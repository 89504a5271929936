"""Rooms, speakers and sessions in full; releases of the programme; stars, handbook texts, calendar addresses.

Expand, backfill, contract: a migration never removes what the release before still reads.
"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('handbook_texts',
    sa.Column('congress_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('chapter', sa.String(length=20), nullable=False),
    sa.Column('zh', sa.Text(), nullable=False),
    sa.Column('en', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_handbook_texts_congress_id')),
    sa.PrimaryKeyConstraint('congress_id', 'chapter', name=op.f('pk_handbook_texts'))
    )
    op.create_table('programme_releases',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('congress_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('proposed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('proposed_name', sa.String(length=120), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_name', sa.String(length=120), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_programme_releases_congress_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_releases')),
    sa.UniqueConstraint('congress_id', 'version', name=op.f('uq_programme_releases_congress_id_version'))
    )
    op.create_table('venue_distances',
    sa.Column('congress_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('venue_a', sa.String(length=120), nullable=False),
    sa.Column('venue_b', sa.String(length=120), nullable=False),
    sa.Column('minutes', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_venue_distances_congress_id')),
    sa.PrimaryKeyConstraint('congress_id', 'venue_a', 'venue_b', name=op.f('pk_venue_distances'))
    )
    op.create_table('agenda_feeds',
    sa.Column('registration_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('secret', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_agenda_feeds_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_agenda_feeds')),
    sa.UniqueConstraint('secret', name=op.f('uq_agenda_feeds_secret'))
    )
    op.create_table('session_stars',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_session_stars_session_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_session_stars_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'session_id', name=op.f('pk_session_stars'))
    )
    with op.batch_alter_table('congresses', schema=None) as batch_op:
        batch_op.add_column(sa.Column('day_break', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, server_default='4'))
        batch_op.add_column(sa.Column('clash_levels', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('rooms', schema=None) as batch_op:
        batch_op.add_column(sa.Column('capacity', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('shared', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('venue', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('venue_en', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, server_default='0'))

    with op.batch_alter_table('session_speakers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('role', sa.String(length=10), nullable=False, server_default='speaker'))

    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=10), nullable=False, server_default='talk'))
        batch_op.add_column(sa.Column('abstract_en', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('stamp', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, server_default='0'))

    with op.batch_alter_table('speakers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name_en', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('title_en', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('organisation', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('organisation_en', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('biography', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('biography_en', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('stamp', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, server_default='0'))



def downgrade() -> None:
    with op.batch_alter_table('speakers', schema=None) as batch_op:
        batch_op.drop_column('stamp')
        batch_op.drop_column('biography_en')
        batch_op.drop_column('biography')
        batch_op.drop_column('organisation_en')
        batch_op.drop_column('organisation')
        batch_op.drop_column('title_en')
        batch_op.drop_column('name_en')

    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_column('stamp')
        batch_op.drop_column('abstract_en')
        batch_op.drop_column('kind')

    with op.batch_alter_table('session_speakers', schema=None) as batch_op:
        batch_op.drop_column('role')

    with op.batch_alter_table('rooms', schema=None) as batch_op:
        batch_op.drop_column('position')
        batch_op.drop_column('venue_en')
        batch_op.drop_column('venue')
        batch_op.drop_column('shared')
        batch_op.drop_column('capacity')

    with op.batch_alter_table('congresses', schema=None) as batch_op:
        batch_op.drop_column('clash_levels')
        batch_op.drop_column('day_break')

    op.drop_table('session_stars')
    op.drop_table('agenda_feeds')
    op.drop_table('venue_distances')
    op.drop_table('programme_releases')
    op.drop_table('handbook_texts')
