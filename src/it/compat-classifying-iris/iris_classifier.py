# Trains a classifier on the Iris data, as the first sample of the Workbench did.
import pickle
import sys
import os

import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import label_binarize
from sklearn.multiclass import OneVsRestClassifier

from azureml.logging import get_azureml_logger

run_logger = get_azureml_logger()
os.makedirs('./outputs', exist_ok=True)

print('Python version: {}'.format(sys.version.split()[0]))
iris = load_iris()
rng = np.random.RandomState(3)
X = np.hstack((iris.data, rng.randn(iris.data.shape[0], 40)))
X_train, X_test, Y_train, Y_test = train_test_split(X, iris.target, test_size=0.35, random_state=0)

reg = 0.01
if len(sys.argv) > 1:
    reg = float(sys.argv[1])
print("Regularization rate is {}".format(reg))
run_logger.log("Regularization Rate", reg)

clf1 = LogisticRegression(C=1 / reg, solver='liblinear').fit(X_train, Y_train)
accuracy = clf1.score(X_test, Y_test)
print("Accuracy is {}".format(accuracy))
run_logger.log("Accuracy", accuracy)

Y_bin = label_binarize(Y_test, classes=[0, 1, 2])
scores = OneVsRestClassifier(clf1).fit(X_train, Y_train).decision_function(X_test)
precision, recall, thresholds = precision_recall_curve(Y_bin.ravel(), scores.ravel())
run_logger.log("Precision", precision)
run_logger.log("Recall", recall)
run_logger.log("Thresholds", thresholds)
run_logger.log("Converged", np.bool_(True))
run_logger.log("Samples", np.int64(X_train.shape[0]))

with open('./outputs/model.pkl', 'wb') as f:
    pickle.dump(clf1, f)
plt.plot(recall, precision)
plt.savefig('./outputs/precision_recall.png')
