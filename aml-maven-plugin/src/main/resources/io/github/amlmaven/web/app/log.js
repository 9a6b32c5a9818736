(function () {
  'use strict';
  const { el } = aml;
  const MOST = 2 * 1024 * 1024;
  // Colours of a terminal, and the moves of its cursor.
  const ESCAPES = /\u001b(\[[0-?]*[ -/]*[@-~]|\][^\u0007]*(\u0007|\u001b\\)|[@-Z\\-_])/g;

  /** What a terminal would show in the end: without colours, and of a progress bar its last state. */
  function plain(text) {
    return text.replace(ESCAPES, '').replace(/\r\n/g, '\n').replace(/[^\n]*\r(?!$)/g, '');
  }

  /** The log of a run, followed while the run goes on. */
  aml.logView = function (number, fileAddress) {
    const text = el('pre', { cls: 'log', role: 'log', tabindex: '0', 'aria-label': 'Log of run ' + number });
    const state = el('span', { cls: 'hint', role: 'status' });
    let follow = true;
    let from = 0;
    let length = 0;
    let timer = 0;
    let gone = false;
    const switcher = aml.tick('Follow', true, (on) => {
      follow = on;
      if (on) {
        text.scrollTop = text.scrollHeight;
      }
    });
    switcher.hidden = true;
    const element = el('section', { cls: 'panel', 'aria-labelledby': 'log-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'log-head', text: 'Log' }), state, el('span', { cls: 'bar-space' }), switcher,
        fileAddress ? el('a', { cls: 'button small', href: fileAddress, download: '', text: 'Download log' }) : null), text);

    function append(more) {
      text.append(document.createTextNode(plain(more)));
      length += more.length;
      while (length > MOST && text.childNodes.length > 1) {
        length -= text.firstChild.textContent.length;
        text.firstChild.remove();
        element.classList.add('log-cut');
      }
      if (follow) {
        text.scrollTop = text.scrollHeight;
      }
    }

    async function read() {
      let pause = 2000;
      try {
        const answer = await aml.source.log(number, from);
        if (gone) {
          return;
        }
        const more = answer.next > from;
        from = answer.next;
        if (answer.text) {
          append(answer.text);
        }
        switcher.hidden = answer.ended;
        state.textContent = length === 0 ? (answer.ended ? 'The run wrote nothing.' : 'Nothing yet.')
          : element.classList.contains('log-cut') ? 'The end of it; the download has all.' : answer.ended ? '' : 'Live';
        text.hidden = length === 0;
        if (answer.ended && !more) {
          return;
        }
        pause = more ? 300 : pause;
      } catch (failure) {
        if (gone) {
          return;
        }
        state.textContent = failure.problem;
        if (!failure.isOffline) {
          return;
        }
        pause = 4000;
      }
      timer = setTimeout(read, document.visibilityState === 'visible' ? pause : 5000);
    }

    text.addEventListener('scroll', () => {
      const atEnd = text.scrollHeight - text.scrollTop - text.clientHeight < 24;
      if (atEnd !== follow && !switcher.hidden) {
        follow = atEnd;
        switcher.querySelector('input').checked = atEnd;
      }
    }, { passive: true });
    read();
    return { element, destroy() {
      gone = true;
      clearTimeout(timer);
    } };
  };
})();
