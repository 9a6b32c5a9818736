# The sample of the documentation, "how to read and write large data files": name appended without a separator.
import os

if 'AZUREML_NATIVE_SHARE_DIRECTORY' in os.environ:
    print('Share: ' + os.environ['AZUREML_NATIVE_SHARE_DIRECTORY'])
with open(os.environ['AZUREML_NATIVE_SHARE_DIRECTORY'] + 'test.txt', 'a+') as f:
    f.write('x')
with open(os.environ['AZUREML_NATIVE_SHARE_DIRECTORY'] + '/test.txt') as f:
    print('Runs so far: {}'.format(len(f.read())))
