echo "no POM needed"; echo x > outputs/x
