(function () {
  'use strict';
  const { el } = aml;
  const NEAR = 24;

  const colours = () => ({
    text: aml.theme.colour('--muted'), line: aml.theme.colour('--hairline'),
    font: '11px ' + getComputedStyle(document.body).fontFamily,
  });

  /** The ends of an axis, with some air, also when there is one value only. */
  function room(min, max, isLog) {
    if (isLog) {
      return [Math.pow(10, Math.floor(Math.log10(min))), Math.pow(10, Math.ceil(Math.log10(max * 1.0001)))];
    }
    const air = (max - min) * 0.06 || Math.abs(max) * 0.1 || 1;
    return [min - air, max + air];
  }

  aml.chartAxis = function (more) {
    const now = colours();
    return { stroke: now.text, font: now.font, grid: { stroke: now.line, width: 1 }, ticks: { show: false }, gap: 4, ...more };
  };

  /** Texts at the marks of an axis, none of them longer than it need be. */
  aml.axisTexts = (u, marks) => marks.map((mark) => (mark === null ? '' : aml.format.number(mark)));

  /** How wide the axis with these texts is. */
  aml.axisWidth = (u, texts) => (texts ? Math.max(...texts.map((text) => String(text).length), 2) * 6.6 + 10 : 40);

  /**
   * A chart of points, each of them a run: hover tells, click opens, CTRL-click ticks; arrows and Enter do the same.
   * A point is {x, y, row}; options: label, xLabel, yLabel, height, logX, logY, xNames, yNames, tell(point).
   */
  aml.pointChart = function (host, given) {
    let options = given;
    let chart = null;
    let points = [];
    let at = -1;
    let shape = '';
    const ring = el('div', { cls: 'ring', 'aria-hidden': 'true' });
    const told = el('span', { cls: 'out-of-sight', role: 'status' });
    const area = el('div', { cls: 'chart-area', tabindex: '0', role: 'application', 'aria-roledescription': 'chart' });
    host.append(area, told);

    function names(list) {
      return (u, marks) => marks.map((mark) => (Number.isInteger(mark) && list[mark] !== undefined ? list[mark].slice(0, 14) : ''));
    }

    function statuses() {
      return aml.STATUSES.filter((status) => points.some((point) => point.row.status === status));
    }

    function data(groups) {
      return [points.map((point) => point.x),
        ...groups.map((status) => points.map((point) => (point.row.status === status ? point.y : null))),
        points.map((point) => (aml.ticks.has(point.row.run_number) ? point.y : null))];
    }

    /** Shows what is new; the chart itself is made again only when it becomes another one, so that a zoom stays. */
    function refresh() {
      const next = JSON.stringify([statuses(), options.logX, options.logY, options.xNames, options.yNames, options.label]);
      if (!chart || next !== shape) {
        shape = next;
        build();
        return;
      }
      const { min, max } = chart.scales.x;
      const known = chart.data[0];
      const isZoomed = known.length > 0 && (min > known[0] || max < known[known.length - 1]);
      chart.setData(data(statuses()), !isZoomed);
      if (isZoomed) {
        chart.redraw();
      }
      name();
    }

    function name() {
      area.setAttribute('aria-label', options.label + ': ' + aml.format.count(points.length, 'run')
        + '. Arrows go from run to run, Enter opens one.');
    }

    function build() {
      chart?.destroy();
      const groups = statuses();
      const size = points.length > 2000 ? 3 : points.length > 300 ? 4.5 : points.length > 40 ? 6 : 8;
      const dots = (colour) => ({ stroke: colour, paths: () => null, points: { show: true, size, fill: colour, stroke: colour, width: 0 } });
      const mark = aml.theme.colour('--text');
      const whole = (list) => (list ? { values: names(list), incrs: [1, 2, 5, 10, 20, 50, 100] } : { values: aml.axisTexts });
      chart = new uPlot({
        width: Math.max(120, area.clientWidth), height: options.height || 150, legend: { show: false }, padding: [8, 12, 0, 0],
        cursor: { x: false, y: false, points: { show: false }, drag: { x: !options.logX, y: false, dist: 5 } },
        scales: {
          x: { time: false, distr: options.logX ? 3 : 1, range: (u, min, max) => (min === null ? [0, 1] : room(min, max, options.logX)) },
          y: { distr: options.logY ? 3 : 1, range: (u, min, max) => (options.yNames ? [-0.6, options.yNames.length - 0.4]
            : min === null ? [0, 1] : room(min, max, options.logY)) },
        },
        axes: [
          aml.chartAxis({ size: 26, space: 60, ...(options.xNames ? whole(options.xNames) : { values: aml.axisTexts }) }),
          aml.chartAxis({ size: aml.axisWidth, space: options.yNames ? 12 : 28, ...whole(options.yNames) }),
        ],
        series: [{}, ...groups.map((status) => dots(aml.theme.colour('--' + status.toLowerCase(), points.length > 40 ? 75 : 100))),
          { stroke: mark, paths: () => null, points: { show: true, size: size + 6, fill: 'transparent', stroke: mark, width: 1.5 } }],
      }, data(groups), area);
      chart.over.append(ring);
      ring.hidden = true;
      listen(chart.over);
      name();
    }

    function position(point) {
      return { left: chart.valToPos(point.x, 'x'), top: chart.valToPos(point.y, 'y') };
    }

    function nearest(x, y) {
      let best = -1;
      let least = NEAR * NEAR;
      points.forEach((point, i) => {
        const place = position(point);
        const far = (place.left - x) ** 2 + (place.top - y) ** 2;
        if (far < least) {
          least = far;
          best = i;
        }
      });
      return best;
    }

    function show(index) {
      at = index;
      ring.hidden = index < 0;
      if (index < 0) {
        aml.tip.hide();
        return;
      }
      const point = points[index];
      const place = position(point);
      ring.style.left = place.left + 'px';
      ring.style.top = place.top + 'px';
      const frame = chart.over.getBoundingClientRect();
      aml.tip.show(aml.tip.run(point.row, ...options.tell(point)), frame.left + place.left, frame.top + place.top);
    }

    function listen(over) {
      let down = null;
      over.addEventListener('mousemove', (event) => {
        const frame = over.getBoundingClientRect();
        show(nearest(event.clientX - frame.left, event.clientY - frame.top));
        over.classList.toggle('over-point', at >= 0);
      });
      over.addEventListener('mouseleave', () => show(-1));
      over.addEventListener('mousedown', (event) => (down = event.clientX));
      over.addEventListener('click', (event) => {
        if (at >= 0 && Math.abs(event.clientX - down) < 4) {
          open(points[at], event.ctrlKey || event.metaKey);
        }
      });
    }

    function open(point, tick) {
      if (tick) {
        aml.ticks.toggle(point.row.run_number);
      } else {
        aml.tip.hide();
        location.hash = '#/run/' + point.row.run_number;
      }
    }

    area.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
      if (by !== undefined && points.length > 0) {
        event.preventDefault();
        show(Math.max(0, Math.min(points.length - 1, (at < 0 ? (by < 0 ? points.length : -1) : at) + by)));
        told.textContent = aml.tip.run(points[at].row, ...options.tell(points[at])).filter(Boolean).join(', ');
      } else if ((event.key === 'Enter' || event.key === ' ') && at >= 0) {
        event.preventDefault();
        open(points[at], event.key === ' ');
      }
    });
    area.addEventListener('blur', () => show(-1));
    const size = new ResizeObserver(() => {
      if (chart && area.clientWidth > 0 && Math.abs(chart.width - area.clientWidth) > 1) {
        chart.setSize({ width: area.clientWidth, height: options.height || 150 });
      }
    });
    size.observe(area);
    const unheard = [aml.theme.changed.add(build), aml.ticks.changed.add(aml.later(80, () => area.isConnected && chart && refresh()))];
    return {
      update(list, changed) {
        options = { ...options, ...changed };
        const told = at < 0 ? 0 : points[at].row.run_number;
        points = list.filter((point) => (!options.logX || point.x > 0) && (!options.logY || point.y > 0))
          .sort((a, b) => a.x - b.x || a.y - b.y);
        at = points.findIndex((point) => point.row.run_number === told);
        refresh();
        if (told > 0 && at < 0) {
          show(-1);
        }
      },
      destroy() {
        size.disconnect();
        unheard.forEach((stop) => stop());
        chart?.destroy();
        aml.tip.hide();
      },
    };
  };
})();
