"""Schools, divisions and industries."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base


class Division(Base):
    """A prefecture 市州, a county 县市区, or a functional area such as 湘江新区 that counts among the counties."""

    __tablename__ = "divisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    name_en: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(12))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))
    position: Mapped[int]
    is_demo: Mapped[bool] = mapped_column(default=False)

    parent: Mapped["Division | None"] = relationship(remote_side=[id], lazy="raise")


class School(Base):
    """A university 高校 or a high school 高中. `position` is its place in the official list."""

    __tablename__ = "schools"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    code5: Mapped[str] = mapped_column(String(5), default="")
    name: Mapped[str] = mapped_column(String(120), index=True)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(12))
    level: Mapped[str] = mapped_column(String(20), default="")
    department: Mapped[str] = mapped_column(String(80), default="")
    prefecture: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int]
    # an invented school of the demo; real ones never carry invented credit
    is_demo: Mapped[bool] = mapped_column(default=False)

    names: Mapped[list["SchoolName"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class SchoolName(Base):
    """A former name or an alias by which a school is found."""

    __tablename__ = "school_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), index=True)


class Industry(Base):
    """An industry of the province's plan, found by code or name."""

    __tablename__ = "industries"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    tier: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int]
