(function () {
  'use strict';

  /** Runs of a sweep under the run they belong to. */
  aml.sweeps = {
    open: new Set(),

    /** Whether any of these runs belongs to another one. */
    any: (rows) => rows.some((row) => row.parent_run_id),

    /** The rows of the table: flat, or each sweep folded into its parent, whose runs keep the order. */
    entries(rows, grouped) {
      if (!grouped) {
        return rows.map((row) => ({ row, depth: 0, children: 0, open: false }));
      }
      const ids = new Set(rows.map((row) => row.run_id));
      const children = new Map();
      for (const row of rows) {
        if (row.parent_run_id && ids.has(row.parent_run_id)) {
          const list = children.get(row.parent_run_id) || [];
          list.push(row);
          children.set(row.parent_run_id, list);
        }
      }
      const entries = [];
      for (const row of rows) {
        if (row.parent_run_id && ids.has(row.parent_run_id)) {
          continue;
        }
        const list = children.get(row.run_id) || [];
        const open = this.open.has(row.run_id);
        entries.push({ row, depth: 0, children: list.length, open });
        if (open) {
          list.forEach((child) => entries.push({ row: child, depth: 1, children: 0, open: false }));
        }
      }
      return entries;
    },

    toggle(id) {
      if (!this.open.delete(id)) {
        this.open.add(id);
      }
    },
  };
})();
