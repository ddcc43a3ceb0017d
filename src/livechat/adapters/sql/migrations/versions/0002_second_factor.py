"""What an admin proves himself by besides his password."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("admins", sa.Column("second_factor", sa.JSON()))


def downgrade() -> None:
    op.drop_column("admins", "second_factor")
