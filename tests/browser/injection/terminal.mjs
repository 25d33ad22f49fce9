// Every command that says something of an author's, in every format.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { file, program } from '../play.mjs';
import { NAMES, REFUSED_NAMES, names } from './names.mjs';
import { judgeOutput, tellOutputs } from './outputs.mjs';
import { Plan } from './plan.mjs';
import { SIGNS, settings, wrong } from './wrong.mjs';

/** The first of each sort: for what is said of the command line, where each takes a process of its own. */
const FEW = SIGNS.slice(0, 6);

/** Runs the program; both streams as bytes. */
const run = (args) =>
  new Promise((done) => {
    const child = spawn(program, args, { cwd: file(''), stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err] = [[], []];
    // What is served after all has no end of its own.
    const timer = setTimeout(() => child.kill(), 4000);
    child.stdout.on('data', (d) => out.push(d));
    child.stderr.on('data', (d) => err.push(d));
    child.on('error', () => done({ out: Buffer.alloc(0), err: Buffer.alloc(0) }));
    child.on('close', () => {
      clearTimeout(timer);
      done({ out: Buffer.concat(out), err: Buffer.concat(err) });
    });
  });

/** As `run`, with a terminal: colours are the program's own, and nothing else steers it. */
const runInTerminal = (args) =>
  new Promise((done) => {
    const child = spawn('script', ['-qec', [program, ...args].map((arg) => `'${arg}'`).join(' '), '/dev/null'], {
      cwd: file(''),
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TERM: 'xterm' },
    });
    const out = [];
    child.stdout.on('data', (d) => out.push(d));
    child.on('error', () => done(null));
    child.on('close', () =>
      done(
        Buffer.from(
          Buffer.concat(out)
            .toString()
            .replace(/\u001b\[[\d;]*m/g, '')
            .replace(/\r\n/g, '\n'),
        ),
      ),
    );
  });

const FORMATS = ['json', 'human', 'short', 'github'];
/** A command in all formats; gives how many diagnostics there are. */
async function inAll(what, args) {
  const runs = await Promise.all(FORMATS.map((format) => run([...args, '--format', format])));
  const count = runs[0].out.toString().split('\n').filter(Boolean).length;
  runs.forEach(({ out, err }, n) => {
    const isOut = n === 0 || n === 3;
    judgeOutput(what, isOut ? out : err, FORMATS[n], isOut ? count : undefined);
    judgeOutput(`${what}, its other stream`, isOut ? err : out, 'human');
  });
  return count;
}

/** Plays all commands that say something of an author's; gives how many diagnostics that were. */
export async function judgeTerminal() {
  const clean = (sign) => sign.replace(/[/\\]/g, '');
  const plan = wrong();
  let count = await inAll('check', ['check', '--strict', '--today=2030-01-01', 'wrong']);
  const coloured = await runInTerminal(['check', 'wrong']);
  if (coloured) judgeOutput('check, in colours', coloured, 'human');
  SIGNS.forEach((sign, n) => {
    const own = new Plan(`settings-${n}`);
    own.begin('book.toml');
    own.write('book.toml', settings(own, sign));
    own.write('content/index.md', '# Guide\n');
    own.write('content/1-step.md', '# Step\n');
    own.write('theme/theme.toml', '');
  });
  for (let n = 0; n < SIGNS.length; n += 1) count += await inAll('check of book.toml', ['check', `settings-${n}`]);
  // Names of files: odd ones, and one that is no text at all.
  const odd = names('files', [...NAMES, ...REFUSED_NAMES, ...SIGNS.map((sign) => `zhit${clean(sign)}`)]);
  SIGNS.forEach((sign, n) => odd.write(`content/${300 + n}-${clean(sign)}/${n}.md`, '---\nkind: nothing\n---\n\n[x](gone.md)\n'));
  SIGNS.forEach((sign, n) => odd.write(`content/${n}${clean(sign)}.txt`, 'Not used.\n'));
  writeFileSync(
    Buffer.concat([Buffer.from(file('files/content/')), Buffer.from([0x31, 0x2d, 0x9b, 0x33, 0x31, 0x6d, 0xff]), Buffer.from('.md')]),
    '# Bytes\n',
  );
  count += await inAll('check of odd names', ['check', 'files']);
  const lines = FEW.flatMap((sign) => {
    const name = `odd${clean(sign)}`;
    plan.write(`../${name}/content/index.md`, '[x](gone.md)\n');
    writeFileSync(file(`file-${name}`), '');
    return [
      ['check', name],
      ['check', `file-${name}`],
      ['check', `none-${name}`],
      ['build', 'wrong', '-d', name],
      ['build', name, '-d', `file-${name}`],
      ['clean', name],
      ['clean', name, '-d', `file-${name}`],
      ['init', `file-${name}`],
      ['init', `new-${name}`, '--title', sign],
      ['explain', sign],
      ['serve', `none-${name}`],
      ['serve', name, '-n', `x${sign}`],
      ['new', 'step', sign, 'Title', '--site', name],
      ['new', 'step', '.', sign, '--site', name],
      ['new', 'tip', sign, '--site', name],
      ['new', 'worksheet', sign, '--site', name],
      ['new', 'part', sign, '--site', name],
      ['new', 'step', '.', 'Title', '--after', sign, '--site', name],
      ['theme', 'eject', sign],
    ];
  });
  // Not all at once, since what is tried is not how many processes there can be.
  for (let at = 0; at < lines.length; at += 8) {
    await Promise.all(
      lines.slice(at, at + 8).map(async (args) => {
        const { out, err } = await run(args);
        [out, err].forEach((bytes) => judgeOutput(args.slice(0, ['new', 'theme'].includes(args[0]) ? 2 : 1).join(' '), bytes, 'human'));
      }),
    );
  }
  tellOutputs();
  return count;
}
