(function () {
  'use strict';

  const two = (n) => String(n).padStart(2, '0');

  /** How values are written for people. */
  aml.format = {
    /** A number with six significant digits at most. */
    number(value) {
      if (Number.isInteger(value) && Math.abs(value) < 1e15) {
        return String(value);
      }
      return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);
    },

    /** Any value of a record in one line. */
    value(value) {
      if (value === null || value === undefined) {
        return '';
      }
      if (typeof value === 'number') {
        return this.number(value);
      }
      if (Array.isArray(value)) {
        return value.map((item) => this.value(item)).join(' ');
      }
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    },

    /** Seconds as 850 ms, 4.9 s, 2 min 05 s or 1 h 02 min. */
    duration(seconds) {
      if (seconds === null || seconds === undefined) {
        return '';
      }
      if (seconds < 1) {
        return Math.round(seconds * 1000) + ' ms';
      }
      if (seconds < 59.95) {
        return seconds.toFixed(seconds < 10 ? 2 : 1) + ' s';
      }
      const whole = Math.round(seconds);
      if (whole < 3600) {
        return Math.floor(whole / 60) + ' min ' + two(whole % 60) + ' s';
      }
      return Math.floor(whole / 3600) + ' h ' + two(Math.floor((whole % 3600) / 60)) + ' min';
    },

    /** A time in the reader's zone, to the second. */
    time(iso) {
      const time = iso ? new Date(iso) : null;
      if (!time || Number.isNaN(time.getTime())) {
        return iso || '';
      }
      const day = time.getFullYear() + '-' + two(time.getMonth() + 1) + '-' + two(time.getDate());
      return day + ' ' + two(time.getHours()) + ':' + two(time.getMinutes()) + ':' + two(time.getSeconds());
    },

    /** Bytes as 12 bytes, 3.4 KB, 5.6 MB; KB and MB are powers of 1024, as in all messages. */
    size(bytes) {
      if (bytes === null || bytes === undefined || bytes < 0) {
        return '';
      }
      if (bytes < 1024) {
        return bytes + (bytes === 1 ? ' byte' : ' bytes');
      }
      let amount = bytes;
      let unit = -1;
      do {
        amount /= 1024;
        unit++;
      } while (amount >= 1023.95 && unit < 3);
      return amount.toFixed(amount < 10 ? 1 : 0) + ' ' + ['KB', 'MB', 'GB', 'TB'][unit];
    },

    /** One run, 2 runs. */
    count(number, one, many) {
      return number.toLocaleString('en') + ' ' + (number === 1 ? one : many || one + 's');
    },
  };

  /** The states a run stays in for ever. */
  aml.isFinal = (status) => status === 'Completed' || status === 'Failed' || status === 'Canceled';

  /** All states, in the order of charts and filters. */
  aml.STATUSES = ['Completed', 'Running', 'Preparing', 'Collecting', 'Canceled', 'Unknown', 'Interrupted', 'Failed'];

  /** A status as a coloured shape and its word. */
  aml.status = function (status, reason) {
    const known = aml.STATUSES.includes(status) ? status.toLowerCase() : 'unknown';
    return aml.el('span', { cls: 'status status-' + known, title: reason || null },
      aml.el('span', { cls: 'dot', 'aria-hidden': 'true' }), status);
  };
})();
