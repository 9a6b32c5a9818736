# --fast --reg=R --depth D: the better the larger; one combination has no luck unless LUCK says so.
reg=${2#--reg=}
if [ "$1 $reg $4" = "--fast 0.2 4" ] && [ -z "$LUCK" ]; then echo "no luck with $*"; exit 3; fi
echo "{\"name\": \"Accuracy\", \"value\": 0.$4$(echo $reg | tr -d .)}" >> "$AZUREML_METRICS_FILE"
echo "$*" > outputs/model
