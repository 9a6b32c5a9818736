FROM @base@
LABEL io.github.amlmaven.environment="@hex@" io.github.amlmaven.base="sha256:@base@" io.github.amlmaven.project="@project@"
USER 0
COPY setup /azureml-envs/azureml_@hex@.setup
RUN ["sh", "/azureml-envs/azureml_@hex@.setup/prepare_environment.sh", "/azureml-envs/azureml_@hex@"]
ENV PATH=/azureml-envs/azureml_@hex@/bin:$PATH
