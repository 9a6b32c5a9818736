(function () {
  'use strict';
  const { el } = aml;

  /** A failure as a box: the problem, and below it the remedy. */
  aml.failure = function (failure, again) {
    const problem = failure.problem || 'something went wrong: ' + failure.message;
    return el('div', { cls: 'failure', role: 'alert' },
      el('p', { cls: 'problem', text: problem }),
      failure.remedy ? el('p', { cls: 'remedy', text: failure.remedy }) : null,
      again ? aml.button('Try again', again) : null);
  };

  /** Says something at the edge of the page for some seconds; an action such as Undo may go with it. */
  aml.notice = function (text, action, isFailure) {
    const notice = el('div', { cls: 'notice' + (isFailure ? ' notice-failure' : '') }, el('span', { cls: 'notice-text', text }));
    const close = () => notice.remove();
    if (action) {
      notice.append(aml.button(action.text, () => {
        close();
        action.run();
      }));
    }
    notice.append(aml.button('Dismiss', close, { cls: 'quiet' }));
    const all = document.getElementById('notices');
    while (all.childElementCount > 3) {
      all.firstElementChild.remove();
    }
    all.append(notice);
    if (!isFailure) {
      setTimeout(close, action ? 20000 : 6000);
    }
  };

  /** Says that something asked for did not work. */
  aml.sayFailure = function (failure) {
    aml.notice(failure.problem + (failure.remedy ? ' — ' + failure.remedy : ''), null, true);
  };

  /** Whether the server answers, in the bar and above the page. */
  aml.connection = {
    lost(failure, seconds, retry) {
      const box = document.getElementById('connection');
      box.replaceChildren(
        el('span', {}, el('strong', { text: failure.problem }), ' ', failure.remedy || ''),
        el('span', { text: 'Next try in ' + seconds + ' s' }),
        aml.button('Try now', retry));
      box.hidden = false;
      this.say('Connection lost', 'lost');
    },
    found(text, kind) {
      const box = document.getElementById('connection');
      if (!box.hidden) {
        box.hidden = true;
        box.replaceChildren();
      }
      this.say(text, kind);
    },
    say(text, kind) {
      const live = document.getElementById('live');
      if (live.dataset.text !== text) {
        live.dataset.text = text;
        live.dataset.kind = kind || '';
        live.replaceChildren(el('span', { cls: 'dot', 'aria-hidden': 'true' }), el('span', { text }));
      }
    },
  };
})();
