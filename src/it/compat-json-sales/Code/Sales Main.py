# os and sys are used without import, the sibling is imported by name, and the data is opened from the root.
from preparation import read
from azureml_sdk.data_collector import current_run

rows = read(os.path.join('.', 'data', 'sales.csv'))
growth = float(sys.argv[1])
run = current_run()
run.metrics.custom_scalar('Forecast', sum(rows) / len(rows) * growth)
sys.path.append("")
import constants
print('Script', os.path.basename(sys.argv[0]), 'unit', constants.UNIT)
open('outputs/forecast.txt', 'w').write(str(sum(rows) * growth))
