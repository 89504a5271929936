"""Devices that are paired with a gate.

Expand only: what the release before reads stays as it is.
"""

import sqlalchemy as sa
from alembic import op


revision = '0002_gate_devices'
down_revision = '0001'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('gate_devices',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('congress_id', NUMBER, nullable=False),
    sa.Column('gate_id', NUMBER, nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('link_hash', sa.String(length=64), nullable=True),
    sa.Column('link_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lane', NUMBER, nullable=False),
    sa.Column('lanes', NUMBER, nullable=False),
    sa.Column('gates_held', sa.JSON(), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waiting', NUMBER, nullable=False),
    sa.Column('clock_offset', NUMBER, nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_gate_devices_congress_id')),
    sa.ForeignKeyConstraint(['gate_id'], ['gates.id'], name=op.f('fk_gate_devices_gate_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_devices')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_gate_devices_link_hash')),
    sa.UniqueConstraint('public_id', name=op.f('uq_gate_devices_public_id')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_gate_devices_secret_hash'))
    )
    with op.batch_alter_table('gate_devices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_devices_gate_id'), ['gate_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('gate_devices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gate_devices_gate_id'))

    op.drop_table('gate_devices')
