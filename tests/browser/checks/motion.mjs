// Who wants less motion gets none: no animation, no transition, no smooth scrolling, whatever is pointed at, focused or opened.
export const name = 'motion';
export const wants = 'sample';

const SETTING = 'reduced motion';

export async function check(look) {
  const tab = await look.shared();
  await tab.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await tab.evaluate(() => {
    const long = (times) => times.split(',').some((time) => parseFloat(time) > 0);
    const short = (element, part) => element.localName + Array.from(element.classList, (name) => `.${name}`).join('') + (part || '');
    const out = [];
    for (const element of document.querySelectorAll('*')) {
      for (const part of [undefined, '::before', '::after']) {
        const style = getComputedStyle(element, part);
        if (style.animationName !== 'none' && long(style.animationDuration)) out.push([short(element, part), `runs the animation ${style.animationName}`]);
        if (style.transitionProperty !== 'none' && long(style.transitionDuration)) out.push([short(element, part), `has a transition of ${style.transitionProperty}`]);
        if (!part && style.scrollBehavior === 'smooth') out.push([short(element), 'scrolls smoothly']);
      }
    }
    const summaries = document.querySelectorAll('summary');
    summaries.forEach((summary) => summary.click());
    const link = document.querySelector('a[href^="#"]');
    if (link) link.focus();
    for (const { effect } of document.getAnimations()) out.push([short(effect.target), 'is animated by a script']);
    for (const element of document.querySelectorAll('marquee, blink, [autoplay]')) out.push([short(element), 'moves by itself']);
    summaries.forEach((summary) => summary.click());
    document.activeElement.blur();
    return out;
  });
  for (const [where, what] of moving) look.say(SETTING, where, what);
}
