/** Builds Java and Kotlin with Maven or Gradle: classes at the root of the package and libraries below `lib`, as Lambda's guide tells. */

import { access, copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildContext, BuildFailed } from '../buildContext.ts';
import type { BuildOutput } from '../buildOutput.ts';
import type { BuildOf } from '../buildSetting.ts';
import { runTool, toolIdentity } from '../buildTools.ts';
import { cachedByFiles } from '../inputCache.ts';
import { gradleProblems, mavenProblems } from '../problems/javaProblems.ts';
import { nearestWith, sourceFiles } from '../sourceFiles.ts';
import { treeFiles } from '../treeFiles.ts';

/** A first build fetches half of the world. */
const buildDeadlineMs = 20 * 60_000;

export async function buildJava(context: BuildContext, build: BuildOf<'java'>): Promise<BuildOutput> {
  const { folder } = context;
  const root =
    build.tool === 'maven'
      ? await topmostPom(folder)
      : ((await nearestWith(folder, ['settings.gradle', 'settings.gradle.kts'])) ?? folder);
  const files = (await sourceFiles([root], context.signal)).filter((file) => !file.endsWith('.class'));
  const tools = await Promise.all(
    [build.tool === 'maven' ? 'mvn' : 'gradle', 'java'].map((name) => toolIdentity(context, name)),
  );
  const key = JSON.stringify(['java', folder, build, tools]);
  return cachedByFiles(context, key, files, async (outputFolder) => {
    const files = path.join(outputFolder, 'package');
    await mkdir(files);
    if (build.tool === 'maven') await withMaven(context, root, files);
    else await withGradle({ ...context, outputFolder }, root, files);
    return { files: await treeFiles(files), problems: [] };
  });
}

async function withMaven(context: BuildContext, root: string, outputFolder: string): Promise<void> {
  const { folder } = context;
  const pom = await readFile(path.join(folder, 'pom.xml'), 'utf8').catch(() => '');
  const makesFatJar = /maven-(?:shade|assembly)-plugin/.test(pom);
  const hasDependencies = /<dependenc(?:y|ies)>|<parent>/.test(pom);
  const libraries = path.join(outputFolder, 'lib');
  const copying = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${libraries}`];
  const result = await runTool(context, {
    command: await wrapperOr(root, 'mvnw', 'mvn'),
    arguments: ['-B', '-DskipTests', 'package', ...(hasDependencies && !makesFatJar ? copying : [])],
    deadlineMs: buildDeadlineMs,
  });
  if (result.exitCode !== 0) {
    throw new BuildFailed(
      path.basename(folder),
      folder,
      mavenProblems(result.stdout, folder),
      `${result.stdout}${result.stderr}`,
    );
  }
  const target = path.join(folder, 'target');
  const fat = makesFatJar ? await fatJar(target) : undefined;
  if (fat !== undefined) {
    await mkdir(libraries, { recursive: true });
    // Everything below lib is on the class path, a jar with all in it as well.
    await copyFile(path.join(target, fat), path.join(libraries, fat));
    return;
  }
  // Not the jar: it holds the time at which it was made, and would be another one each time.
  await cp(path.join(target, 'classes'), outputFolder, { recursive: true }).catch((error: unknown) => {
    const words = 'Maven left no classes in target/classes. Link the folder of the module that has the handler.';
    throw new BuildFailed(path.basename(folder), folder, [], words, { cause: error });
  });
}

/** The shade plugin replaces the module's jar and puts the original aside; others add a second one. */
async function fatJar(target: string): Promise<string | undefined> {
  const jars = (await readdir(target)).filter((name) => name.endsWith('.jar'));
  const named = jars.find((name) => /-(?:shaded|jar-with-dependencies|aws|all)\.jar$/.test(name));
  const original = jars.find((name) => name.startsWith('original-'));
  return named ?? (original && jars.find((name) => `original-${name}` === original)) ?? jars[0];
}

/** A task of our own, because none of Gradle's makes this layout; jars as they come, so what is resolved decides the hash. */
const packageTask = `
allprojects {
  afterEvaluate { project ->
    if (project.plugins.hasPlugin('java')) {
      project.tasks.register('lambdaWorkbenchPackage', Sync) {
        into System.getenv('LAMBDA_WORKBENCH_OUTPUT')
        from project.sourceSets.main.output
        into('lib') { from project.configurations.runtimeClasspath }
        duplicatesStrategy = 'exclude'
      }
    }
  }
}
`;

async function withGradle(context: BuildContext, root: string, outputFolder: string): Promise<void> {
  const { folder } = context;
  const script = path.join(context.outputFolder, 'package.gradle');
  await writeFile(script, packageTask);
  const isRoot = path.relative(root, folder) === '';
  const result = await runTool(context, {
    command: await wrapperOr(root, 'gradlew', 'gradle'),
    // Of the folder's own project, not of those below it.
    arguments: ['--console=plain', '-I', script, isRoot ? ':lambdaWorkbenchPackage' : 'lambdaWorkbenchPackage'],
    environment: { LAMBDA_WORKBENCH_OUTPUT: outputFolder },
    deadlineMs: buildDeadlineMs,
  });
  if (result.exitCode === 0) return;
  const output = `${result.stderr}\n${result.stdout}`;
  throw new BuildFailed(path.basename(folder), folder, gradleProblems(output, folder), output);
}

/** The script that a project brings along gets the version of the tool that it wants. */
async function wrapperOr(root: string, wrapper: string, tool: string): Promise<string> {
  const script = path.join(
    root,
    process.platform === 'win32' ? `${wrapper}${wrapper === 'mvnw' ? '.cmd' : '.bat'}` : wrapper,
  );
  return access(script).then(
    () => script,
    () => tool,
  );
}

/** The root of a project of several modules: folders with a pom, without a gap. */
async function topmostPom(folder: string): Promise<string> {
  const parent = path.dirname(folder);
  const isThere = await access(path.join(parent, 'pom.xml')).then(
    () => true,
    () => false,
  );
  return isThere && parent !== folder ? topmostPom(parent) : folder;
}
