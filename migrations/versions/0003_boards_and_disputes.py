"""Working days set by hand; the life of a board; disputes and frozen credit; kept totals; versions of the rules."""

import sqlalchemy as sa
from alembic import op

from congress.foundation.append_only import statements


revision = '0003'
down_revision = '0003_gate_kinds_and_rulings'
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
    op.create_table('rule_versions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_versions')),
    sa.UniqueConstraint('version', name=op.f('uq_rule_versions_version'))
    )
    op.create_table('board_switches',
    sa.Column('congress_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('board', sa.String(length=40), nullable=False),
    sa.Column('with_amounts', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_board_switches_congress_id')),
    sa.PrimaryKeyConstraint('congress_id', 'board', name=op.f('pk_board_switches'))
    )
    op.create_table('board_totals',
    sa.Column('congress_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('period', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('measure', sa.String(length=12), nullable=False),
    sa.Column('entity_kind', sa.String(length=12), nullable=False),
    sa.Column('entity_code', sa.String(length=20), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('entries', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_board_totals_congress_id')),
    sa.PrimaryKeyConstraint('congress_id', 'period', 'measure', 'entity_kind', 'entity_code', name=op.f('pk_board_totals'))
    )
    op.create_table('credit_holds',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('congress_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('intention', sa.String(length=26), nullable=False),
    sa.Column('entity_kind', sa.String(length=12), nullable=False),
    sa.Column('entity_code', sa.String(length=20), nullable=False),
    sa.Column('act', sa.String(length=8), nullable=False),
    sa.Column('cause', sa.String(length=26), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_credit_holds_congress_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_holds')),
    sa.UniqueConstraint('congress_id', 'seq', name=op.f('uq_credit_holds_congress_id_seq'))
    )
    with op.batch_alter_table('credit_holds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credit_holds_congress_id_at'), ['congress_id', 'at'], unique=False)

    op.create_table('disputes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=26), nullable=False),
    sa.Column('congress_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('intention', sa.String(length=26), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('entity_kind', sa.String(length=12), nullable=False),
    sa.Column('parties', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('statements_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('shares', sa.JSON(), nullable=False),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['congress_id'], ['congresses.id'], name=op.f('fk_disputes_congress_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disputes')),
    sa.UniqueConstraint('public_id', name=op.f('uq_disputes_public_id'))
    )
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disputes_congress_id'), ['congress_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disputes_intention'), ['intention'], unique=False)

    op.create_table('dispute_statements',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('dispute_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('entity_code', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('filed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['dispute_id'], ['disputes.id'], name=op.f('fk_dispute_statements_dispute_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute_statements'))
    )
    with op.batch_alter_table('dispute_statements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispute_statements_dispute_id'), ['dispute_id'], unique=False)

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

    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_entries_congress_id_intention'), ['congress_id', 'intention'], unique=False)

    with op.batch_alter_table('ledger_heads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('latest_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('totals_count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('hold_count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('hold_hash', sa.String(length=64), nullable=False, server_default='0000000000000000000000000000000000000000000000000000000000000000'))

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
    op.execute(
        'INSERT INTO board_totals '
        '(congress_id, period, measure, entity_kind, entity_code, amount_fen, count, entries) '
        'SELECT congress_id, period, measure, entity_kind, entity_code, SUM(amount_fen), SUM(count), COUNT(*) '
        'FROM ledger_entries GROUP BY congress_id, period, measure, entity_kind, entity_code'
    )
    op.execute(
        'UPDATE ledger_heads SET totals_count = count, latest_at = '
        '(SELECT MAX(recorded_at) FROM ledger_entries WHERE ledger_entries.congress_id = ledger_heads.congress_id)'
    )
    for table in ('credit_holds', 'dispute_statements', 'publication_steps', 'publication_corrections'):
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

    with op.batch_alter_table('ledger_heads', schema=None) as batch_op:
        batch_op.drop_column('hold_hash')
        batch_op.drop_column('hold_count')
        batch_op.drop_column('totals_count')
        batch_op.drop_column('latest_at')

    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_entries_congress_id_intention'))

    with op.batch_alter_table('publication_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publication_steps_publication_id'))

    op.drop_table('publication_steps')
    with op.batch_alter_table('publication_corrections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publication_corrections_publication_id'))

    op.drop_table('publication_corrections')
    with op.batch_alter_table('dispute_statements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dispute_statements_dispute_id'))

    op.drop_table('dispute_statements')
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disputes_intention'))
        batch_op.drop_index(batch_op.f('ix_disputes_congress_id'))

    op.drop_table('disputes')
    with op.batch_alter_table('credit_holds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credit_holds_congress_id_at'))

    op.drop_table('credit_holds')
    op.drop_table('board_totals')
    op.drop_table('board_switches')
    op.drop_table('rule_versions')
    op.drop_table('day_settings')
