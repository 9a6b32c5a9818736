echo done > outputs/done.txt
