"""Rows that stop changing once people rely on them, whatever way somebody writes.

What residents read on the ballot must be what is counted: a vote's rules, its options, the money they are about.
Each way of writing first locks the row that decides, so that a freeze and a change never cross.
"""

from django.db import models, transaction


class Frozen(Exception):
    """Something was to be changed that changes no more. `rows` are the rows that decide so."""

    def __init__(self, rows):
        super().__init__(", ".join(f"{row._meta.verbose_name} {row.pk}" for row in rows))
        self.rows = rows


def refuse_frozen(model, keys):
    """Lock these rows of `model`; Frozen if one of them is frozen. Call it in a transaction."""
    rows = model._base_manager.filter(pk__in=keys)
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    if found := list(rows.filter(model.frozen_when())):
        raise Frozen(found)


class FreezingQuerySet(models.QuerySet):
    """Writes many rows at once only where none is frozen."""

    def update(self, **values):
        if values.keys() <= self.model.still_free:
            return super().update(**values)
        with transaction.atomic():
            self._refuse_frozen()
            return super().update(**values)

    def delete(self):
        with transaction.atomic():
            self._refuse_frozen()
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True  # as Django's own: never on a manager

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        with transaction.atomic():
            if self.model.keeper:
                refuse_frozen(self.model.keeper_model(), {row.keeper_key() for row in objs})
            return super().bulk_create(objs, *args, **kwargs)

    def thaw(self, **values):
        """The one way back, for the action that has made sure that it may."""
        return super().update(**values)

    def _refuse_frozen(self):
        keys = self.order_by().values_list(self.model.keeper or "pk", flat=True)
        refuse_frozen(self.model.keeper_model(), set(keys))


class Freezing(models.Model):
    """A row that is frozen itself (it says `frozen_when`), or with the row that `keeper` leads to."""

    keeper = ""  # the path to the row that decides, like "option__vote"; empty: this row itself
    still_free = frozenset()  # the fields that may change all the same

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        with transaction.atomic():
            self._refuse_change(update_fields)
            super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            refuse_frozen(self.keeper_model(), self._keeper_keys())
            return super().delete(*args, **kwargs)

    @classmethod
    def frozen_when(cls):
        """What is true of a frozen row, as a Q. Said by the models that decide."""
        raise NotImplementedError

    @classmethod
    def keeper_model(cls):
        """The model of the row that decides."""
        found = cls
        for step in filter(None, cls.keeper.split("__")):
            found = found._meta.get_field(step).related_model
        return found

    def keeper_key(self):
        """The key of the row that decides about this one."""
        *way, last = self.keeper.split("__")
        row = self
        for step in way:
            row = getattr(row, step)
        return getattr(row, f"{last}_id") if last else self.pk

    def _keeper_keys(self):
        """The keys of the rows that decide: about what is in memory, and about what is stored."""
        stored = type(self)._base_manager.filter(pk=self.pk).values_list(self.keeper or "pk", flat=True)
        return {self.keeper_key(), *stored}

    def _refuse_change(self, update_fields):
        """Frozen if what would be written differs from what is stored and frozen."""
        fields = [
            field
            for field in self._meta.concrete_fields
            if not field.primary_key
            and field.name not in self.still_free
            and (update_fields is None or {field.name, field.attname} & set(update_fields))
        ]
        if self._state.adding and not self.keeper or not fields:
            return
        try:
            refuse_frozen(self.keeper_model(), self._keeper_keys())
        except Frozen:
            names = [field.attname for field in fields]
            stored = type(self)._base_manager.filter(pk=self.pk).values(*names).first()
            if stored != {name: getattr(self, name) for name in names}:
                raise
