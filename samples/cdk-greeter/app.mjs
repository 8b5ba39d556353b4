// npm install && npx cdk synth writes cdk.out again.
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Greeter');
new LambdaFunction(stack, 'Greet', {
  functionName: 'cdk-greet',
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromAsset('greeter'),
  memorySize: 256,
  timeout: Duration.seconds(5),
  environment: { GREETING: 'Hello' },
});
app.synth();
