"""What a gate is for and when it is open; the duty officer's rulings on conflicts.

Expand only: what the release before reads stays as it is.
"""

import sqlalchemy as sa
from alembic import op


revision = '0003_gate_kinds_and_rulings'
down_revision = '0002_gate_devices'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    with op.batch_alter_table('gates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=10), server_default='entry', nullable=False))
        batch_op.add_column(sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True))

    op.create_table('conflict_rulings',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('congress_id', NUMBER, nullable=False),
    sa.Column('badge_id', NUMBER, nullable=False),
    sa.Column('target', NUMBER, nullable=False),
    sa.Column('last_scan_id', NUMBER, nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('ruled_by', NUMBER, nullable=True),
    sa.Column('ruled_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['badge_id'], ['badges.id'], name=op.f('fk_conflict_rulings_badge_id')),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_conflict_rulings_congress_id')),
    sa.ForeignKeyConstraint(['ruled_by'], ['users.id'], name=op.f('fk_conflict_rulings_ruled_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_rulings'))
    )
    with op.batch_alter_table('conflict_rulings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_rulings_congress_id_badge_id_target'), ['congress_id', 'badge_id', 'target'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('conflict_rulings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflict_rulings_congress_id_badge_id_target'))

    op.drop_table('conflict_rulings')
    with op.batch_alter_table('gates', schema=None) as batch_op:
        batch_op.drop_column('closes_at')
        batch_op.drop_column('opens_at')
        batch_op.drop_column('kind')
