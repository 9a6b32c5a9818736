(function () {
  'use strict';
  const FIRST = 200;
  const BUSY = 2000;
  const IDLE = 5000;
  const PATIENCE = 30000;

  const byNumber = new Map();
  const byId = new Map();
  let cursor = null;
  let timer = 0;
  let waiting = 0;
  let asking = false;
  let complete = false;

  function put(row) {
    byNumber.set(row.run_number, row);
    byId.set(row.run_id, row);
  }

  function take(answer) {
    const changed = new Set();
    for (const row of answer.runs) {
      changed.add(row.run_number);
      put(row);
    }
    for (const number of answer.removed || []) {
      changed.add(number);
      const row = byNumber.get(number);
      byNumber.delete(number);
      if (row) {
        byId.delete(row.run_id);
      }
    }
    cursor = answer.cursor;
    aml.rows.total = Math.max(answer.total, byNumber.size);
    if (changed.size > 0) {
      aml.rows.all = [...byNumber.values()].sort((a, b) => b.run_number - a.run_number);
      aml.rows.busy = aml.rows.all.some((row) => !aml.isFinal(row.status) && row.status !== 'Interrupted');
    }
    return changed;
  }

  function said() {
    if (aml.source.can.live) {
      aml.connection.found('Live', 'live');
    } else {
      aml.connection.say('Report', 'report');
    }
  }

  async function ask() {
    if (asking) {
      return;
    }
    asking = true;
    clearTimeout(timer);
    let pause = IDLE;
    try {
      const changed = take(await aml.source.runs(complete ? { cursor } : {}));
      const first = !complete;
      complete = true;
      waiting = 0;
      pause = aml.rows.busy ? BUSY : IDLE;
      said();
      if (changed.size > 0 || first) {
        aml.rows.changed.tell(changed);
      }
    } catch (failure) {
      waiting = Math.min(PATIENCE, waiting ? waiting * 2 : BUSY);
      pause = waiting;
      aml.connection.lost(failure, Math.round(pause / 1000), ask);
    } finally {
      asking = false;
      next(pause);
    }
  }

  function next(pause) {
    clearTimeout(timer);
    if (aml.source.can.live && document.visibilityState === 'visible') {
      timer = setTimeout(ask, pause);
    }
  }

  /** The runs of the project as rows, newest first, kept up to date while the page is looked at. */
  aml.rows = {
    all: [],
    total: 0,
    busy: false,
    changed: aml.listeners(),
    get: (number) => byNumber.get(number),
    byId: (id) => byId.get(id),

    /** Whether all runs have arrived; before that only the newest are there. */
    isComplete: () => complete,

    /** Fetches the newest runs, and the rest afterwards. */
    async start() {
      const answer = await aml.source.runs(aml.source.can.live ? { limit: FIRST } : {});
      take(answer);
      complete = byNumber.size >= answer.total;
      said();
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') {
          ask();
        } else {
          clearTimeout(timer);
          aml.connection.say('Paused', 'paused');
        }
      });
      next(complete ? (aml.rows.busy ? BUSY : IDLE) : 50);
    },

    /** Puts in a row that an answer to a change brought. */
    put(row) {
      put(row);
      aml.rows.all = [...byNumber.values()].sort((a, b) => b.run_number - a.run_number);
      aml.rows.changed.tell(new Set([row.run_number]));
    },
  };
})();
