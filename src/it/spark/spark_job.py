"""A Spark script of the tests: counts numbers with a real Spark job.

    spark-submit --master local[2] spark_job.py [--numbers 1000] [--sleep 60] [--exit 3]

Leaves outputs/result.json and the metrics "Numbers" and "Partitions". There is no pyspark package on Maven Central, so
it talks to the gateway that spark-submit opens for every Python script, in the words of pyspark itself: the text
protocol of py4j.
"""

import argparse
import json
import os
import socket
import sys
import time

from azureml.logging import get_azureml_logger


class Gateway:
    """The JVM of spark-submit; its objects are known by names such as "o3"."""

    def __init__(self):
        self._socket = socket.create_connection(("127.0.0.1", int(os.environ["PYSPARK_GATEWAY_PORT"])))
        self._answers = self._socket.makefile("r", encoding="utf-8", newline="\n")
        self._ask("A\n" + os.environ["PYSPARK_GATEWAY_SECRET"] + "\n")

    def new(self, class_name, *arguments):
        return self._ask("i\n" + class_name + "\n" + self._lines(arguments) + "e\n")

    def call(self, target, method, *arguments):
        return self._ask("c\n" + target + "\n" + method + "\n" + self._lines(arguments) + "e\n")

    @staticmethod
    def _lines(arguments):
        # A number, or the name of an object: this script hands over nothing else.
        return "".join(("i" if isinstance(argument, int) else "r") + str(argument) + "\n" for argument in arguments)

    def _ask(self, command):
        self._socket.sendall(command.encode("utf-8"))
        answer = self._answers.readline().rstrip("\n")
        if answer.startswith("!x"):
            failure = self._ask("p\n" + answer[2:] + "\ne\n") if answer.startswith("!xr") else answer[3:]
            raise RuntimeError(failure.replace("\\n", "\n"))
        kind, value = answer[2:3], answer[3:]
        return int(value) if kind in ("i", "L") else value


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--numbers", type=int, default=1000)
    parser.add_argument("--sleep", type=float, default=0)
    parser.add_argument("--exit", type=int, default=0)
    arguments = parser.parse_args()

    jvm = Gateway()
    context = jvm.new("org.apache.spark.SparkContext", jvm.new("org.apache.spark.SparkConf"))
    application = jvm.call(context, "applicationId")
    print("application:", application, flush=True)
    time.sleep(arguments.sleep)

    numbers = jvm.call(context, "range", 0, arguments.numbers, 1, 4)
    count = jvm.call(numbers, "count")
    partitions = jvm.call(numbers, "getNumPartitions")
    os.makedirs("outputs", exist_ok=True)
    with open("outputs/result.json", "w") as file:
        result = {"application": application, "master": jvm.call(context, "master"), "numbers": count}
        json.dump(result, file)
    logger = get_azureml_logger()
    logger.log("Numbers", count)
    logger.log("Partitions", partitions)
    print("numbers:", count, flush=True)

    jvm.call(context, "stop")
    sys.exit(arguments.exit)


if __name__ == "__main__":
    main()
