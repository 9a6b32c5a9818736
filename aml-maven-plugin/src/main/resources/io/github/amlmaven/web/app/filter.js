(function () {
  'use strict';

  const texts = new WeakMap();

  function text(row) {
    if (!texts.has(row)) {
      const metrics = Object.entries(row.metrics || {}).map(([name, value]) => name + '=' + aml.format.value(value));
      texts.set(row, [
        '#' + row.run_number, row.run_number, row.run_id, row.status, row.reason, row.script_name,
        (row.arguments || []).join(' '), row.run_configuration, row.target, (row.labels || []).join(' '),
        row.description, row.user_id, metrics.join(' '), (row.series || []).join(' '),
        aml.format.time(row.start_time_utc || row.created_utc),
        row.parent_run_id ? 'sweep:' + aml.columns.parentText(row).replace('run ', '') : '',
      ].join('\n').toLowerCase());
    }
    return texts.get(row);
  }

  /** Which runs are shown: by words, by status, by an expression, and hidden ones only when asked for. */
  aml.filter = {
    words: '',
    status: '',
    expression: '',
    matching: null,
    hidden: false,

    /** Whether anything is left out beyond hidden runs. */
    isOn() {
      return Boolean(this.words || this.status || this.expression.trim());
    },

    /** The rows that pass. */
    rows(all) {
      const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
      return all.filter((row) => {
        if ((row.hidden && !this.hidden) || (this.status && row.status !== this.status)) {
          return false;
        }
        if (this.matching && !this.matching.has(row.run_number)) {
          return false;
        }
        return words.length === 0 || words.every((word) => text(row).includes(word));
      });
    },

    /** Shows everything again. */
    clear() {
      this.words = '';
      this.status = '';
      this.expression = '';
      this.matching = null;
    },

    /** Asks which runs fulfil the expression; fails when it is none. */
    async ask(signal) {
      if (!this.expression.trim()) {
        this.matching = null;
        return;
      }
      const asked = this.expression;
      const answer = await aml.source.query(asked.trim(), signal);
      if (asked === this.expression) {
        this.matching = new Set(answer.numbers);
      }
    },
  };
})();
