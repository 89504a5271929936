"""Working days set by hand; the life of a board; disputes and frozen credit; kept totals; versions of the rules."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements


revision = '0003'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('day_settings',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('set_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_day_settings'))
    )
    op.create_table('board_switches',
    sa.Column('congress_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('board', sa.String(length=40), nullable=False),
    sa.Column('with_amounts', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_board_switches_congress_id')),
    sa.PrimaryKeyConstraint('congress_id', 'board', name=op.f('pk_board_switches'))
    )
    op.create_table('publication_corrections',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('publication_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text_zh', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_publication_corrections_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_corrections')),
    sa.UniqueConstraint('public_id', name=op.f('uq_publication_corrections_public_id'))
    )
    with op.batch_alter_table('publication_corrections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_corrections_publication_id'), ['publication_id'], unique=False)

    op.create_table('publication_steps',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('publication_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_publication_steps_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_steps'))
    )
    with op.batch_alter_table('publication_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_steps_publication_id'), ['publication_id'], unique=False)

    with op.batch_alter_table('objections', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=10), nullable=False, server_default='person'))
        batch_op.add_column(sa.Column('contact', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('letter', sa.String(length=80), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))

    with op.batch_alter_table('publications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edge', sa.String(length=4), nullable=False, server_default='all'))
        batch_op.add_column(sa.Column('with_amounts', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('document_number', sa.String(length=80), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('computed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False, server_default='1970-01-01'))
        batch_op.add_column(sa.Column('notice', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('provisional', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column('objections_until',
               existing_type=sa.DATETIME(),
               nullable=True)
        batch_op.alter_column('published_at',
               existing_type=sa.DATETIME(),
               nullable=True)
    op.execute('UPDATE publications SET computed_at = published_at, computed_by = published_by')
    for table in ('publication_steps', 'publication_corrections'):
        for statement in statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('publications', schema=None) as batch_op:
        batch_op.alter_column('published_at',
               existing_type=sa.DATETIME(),
               nullable=False)
        batch_op.alter_column('objections_until',
               existing_type=sa.DATETIME(),
               nullable=False)
        batch_op.drop_column('provisional')
        batch_op.drop_column('notice')
        batch_op.drop_column('computed_at')
        batch_op.drop_column('computed_by')
        batch_op.drop_column('document_number')
        batch_op.drop_column('with_amounts')
        batch_op.drop_column('edge')

    with op.batch_alter_table('objections', schema=None) as batch_op:
        batch_op.drop_column('decided_by')
        batch_op.drop_column('letter')
        batch_op.drop_column('contact')
        batch_op.drop_column('kind')

    with op.batch_alter_table('publication_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publication_steps_publication_id'))

    op.drop_table('publication_steps')
    with op.batch_alter_table('publication_corrections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publication_corrections_publication_id'))

    op.drop_table('publication_corrections')
    op.drop_table('board_switches')
    op.drop_table('day_settings')
