from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('post', '0003_polled_mailbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoingletter',
            name='failed_because',
            field=models.CharField(blank=True, default='', max_length=12),
        ),
    ]
